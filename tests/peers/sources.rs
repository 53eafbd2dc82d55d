//! What is in the source of each pool, of the version in `Cargo.lock`: for what it has not,
//! since no program can show that.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::manifests::metadata;

/// In the order of the table, with the part that is the pool.
const CRATES: [(&str, &str); 7] = [
    ("qnpool", "src"),
    ("object-pool", "src/lib.rs"),
    ("opool", "src"),
    ("lockfree-object-pool", "src"),
    ("sharded-slab", "src"),
    ("regex-automata", "src/util/pool.rs"),
    ("thread_local", "src"),
];

pub(crate) struct Source {
    pub(crate) name: &'static str,
    pub(crate) version: String,
    /// The lines of code, without comments.
    code: String,
    /// The first file of the crate, where its attributes are.
    root: String,
    dependencies: Vec<Value>,
}

pub(crate) fn sources() -> &'static [Source; 7] {
    static SOURCES: OnceLock<[Source; 7]> = OnceLock::new();
    SOURCES.get_or_init(|| {
        // The packages of this platform are those that the build has downloaded. Cargo downloads
        // what is still missing, if one package alone was built.
        let metadata = metadata(&["--locked", "--filter-platform", "host-tuple"]);
        let packages = metadata["packages"].as_array().unwrap();
        CRATES.map(|(name, part)| {
            let mut found = packages.iter().filter(|package| package["name"] == name);
            let package = found.next().unwrap();
            assert!(found.next().is_none(), "two versions of {name}");
            Source::read(name, part, package)
        })
    })
}

impl Source {
    fn read(name: &'static str, part: &str, package: &Value) -> Self {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let folder = manifest.parent().unwrap();
        let mut text = String::new();
        read_all(&folder.join(part), &mut text);
        let lines = text.lines().map(str::trim);
        let code: Vec<_> = lines.filter(|line| !line.starts_with("//")).collect();
        assert!(code.len() > 50, "{name} has moved its pool");
        Self {
            name,
            version: package["version"].as_str().unwrap().into(),
            code: code.join("\n"),
            root: fs::read_to_string(folder.join("src/lib.rs")).unwrap(),
            dependencies: package["dependencies"].as_array().unwrap().clone(),
        }
    }

    pub(crate) fn mentions(&self, one_of: &[&str]) -> bool {
        one_of.iter().any(|word| self.code.contains(word))
    }

    pub(crate) fn has_function(&self, one_of: &[&str]) -> bool {
        let starts = |name: &&str, end| self.code.contains(&format!("pub fn {name}{end}"));
        one_of
            .iter()
            .any(|name| starts(name, '(') || starts(name, '<'))
    }

    pub(crate) fn depends_on(&self, name: &str) -> bool {
        self.dependencies.iter().any(|one| one["name"] == name)
    }

    /// As its manifest has it: by itself, and with what it always depends on.
    pub(crate) fn builds_without_std(&self) -> bool {
        let asks_for_std = self.dependencies.iter().any(|one| {
            one["kind"].is_null()
                && one["optional"] == false
                && one["uses_default_features"] == true
        });
        self.root.contains("no_std") && !asks_for_std
    }
}

fn read_all(path: &Path, text: &mut String) {
    if path.is_file() {
        text.push_str(&fs::read_to_string(path).unwrap());
        return;
    }
    let entries = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for path in entries {
        let is_code = path.is_dir() || path.extension().is_some_and(|it| it == "rs");
        if is_code && !path.ends_with("tests") {
            read_all(&path, text);
        }
    }
}
