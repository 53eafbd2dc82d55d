//! Tokens by hand, where `quote!` and a parser would take the most time of a build.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// Splits at the commas that stand in no brackets, angle brackets included.
pub(crate) fn parts(mut tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    std::iter::from_fn(move || {
        if tokens.is_empty() {
            return None;
        }
        let end = comma(tokens);
        let part = &tokens[..end];
        tokens = tokens.get(end + 1..).unwrap_or_default();
        Some(part)
    })
}

fn comma(tokens: &[TokenTree]) -> usize {
    let (mut depth, mut is_arrow) = (0_usize, false);
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = token else {
            continue;
        };
        match punct.as_char() {
            '<' => depth += 1,
            '>' if !is_arrow => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return index,
            _ => {}
        }
        is_arrow = punct.as_char() == '-' && punct.spacing() == Spacing::Joint;
    }
    tokens.len()
}

/// Code that is written from its beginning to its end.
pub(crate) struct Code {
    tokens: Vec<TokenTree>,
    site: Span,
}

impl Code {
    pub(crate) fn new() -> Self {
        Self {
            tokens: Vec::with_capacity(64),
            site: Span::call_site(),
        }
    }

    pub(crate) fn finish(self) -> TokenStream {
        self.tokens.into_iter().collect()
    }

    /// Words and signs with a space between any two.
    pub(crate) fn add(&mut self, text: &str) -> &mut Self {
        for word in text.split(' ') {
            if word.starts_with(|first: char| first.is_alphanumeric() || first == '_') {
                let word = Ident::new(word, self.site);
                self.tokens.push(word.into());
            } else {
                self.sign(word);
            }
        }
        self
    }

    fn sign(&mut self, sign: &str) {
        for (index, character) in sign.bytes().enumerate() {
            let spacing = if index + 1 < sign.len() {
                Spacing::Joint
            } else {
                Spacing::Alone
            };
            let punct = Punct::new(char::from(character), spacing);
            self.tokens.push(punct.into());
        }
    }

    pub(crate) fn add_token(&mut self, token: impl Into<TokenTree>) -> &mut Self {
        self.tokens.push(token.into());
        self
    }

    pub(crate) fn add_all(&mut self, tokens: &[TokenTree]) -> &mut Self {
        self.tokens.extend_from_slice(tokens);
        self
    }

    pub(crate) fn append(&mut self, mut code: Self) {
        self.tokens.append(&mut code.tokens);
    }

    /// The name of the type, as it is said by generated code: the mention of a
    /// deprecated one warns otherwise.
    pub(crate) fn name(&mut self, name: &Ident) -> &mut Self {
        let mut name = name.clone();
        name.set_span(name.span().resolved_at(self.site));
        self.add_token(name)
    }

    pub(crate) fn braces(&mut self, inside: impl FnOnce(&mut Self)) {
        self.group(Delimiter::Brace, inside);
    }

    pub(crate) fn brackets(&mut self, inside: impl FnOnce(&mut Self)) {
        self.group(Delimiter::Bracket, inside);
    }

    pub(crate) fn parentheses(&mut self, inside: impl FnOnce(&mut Self)) {
        self.group(Delimiter::Parenthesis, inside);
    }

    fn group(&mut self, delimiter: Delimiter, inside: impl FnOnce(&mut Self)) {
        let mut code = Self {
            tokens: Vec::with_capacity(64),
            site: self.site,
        };
        inside(&mut code);
        self.add_token(Group::new(delimiter, code.finish()));
    }

    /// `(&mut self.a, &mut self.b,)`
    pub(crate) fn borrows(&mut self, members: impl Iterator<Item = TokenTree>) {
        let [and, dot, comma] = ['&', '.', ','].map(|it| Punct::new(it, Spacing::Alone));
        let [mutable, this] = ["mut", "self"].map(|it| Ident::new(it, self.site));
        self.parentheses(|code| {
            for member in members {
                code.add_token(and.clone()).add_token(mutable.clone());
                code.add_token(this.clone()).add_token(dot.clone());
                code.add_token(member).add_token(comma.clone());
            }
        });
    }
}
