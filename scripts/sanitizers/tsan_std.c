/* Tells ThreadSanitizer what a prebuilt std does.
 *
 * The standard library that comes with a toolchain is not instrumented. What is generic
 * or inline in it is compiled with us and seen; the rest is a black box, and every order
 * between threads that it makes is unknown: a lock that was waited for, a value that was
 * set once, a barrier, the end of a scope. There ThreadSanitizer would report races that
 * are none, by the dozen.
 *
 * So the linker hands the calls of those few functions to these (`--wrap`), which call
 * them and say what they promise, and no more: the order goes by the object's own
 * address, so that two locks say nothing about each other. The names are given by the
 * command line, since they carry a hash of the compiler's version.
 *
 * Not needed where std is built from its source; see `tsan` in `scripts/prove.sh`.
 */

#include <stdbool.h>
#include <stddef.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

#define JOIN(left, right) left##right
#define NAME(left, right) JOIN(left, right)
#define WRAPPED(name) NAME(__wrap_, name)
#define REAL(name) NAME(__real_, name)

/* std::sys::sync::mutex::futex::Mutex::lock_contended(&self)
 *
 * The lock and its release are inline; only who had to wait comes through here. */
void REAL(LOCK_CONTENDED)(void *mutex);
void WRAPPED(LOCK_CONTENDED)(void *mutex) {
    REAL(LOCK_CONTENDED)(mutex);
    __tsan_acquire(mutex);
}

/* std::sys::sync::once::futex::Once::call(&self, bool, &mut dyn FnMut(&OnceState))
 *
 * Whoever looks later acquires in an inline load, of the word at this address. The
 * release has to come before the word is stored, thus at the end of the closure. */
struct vtable {
    void (*drop)(void *);
    size_t size;
    size_t align;
    void (*call_once)(void *, const void *);
    void (*call_mut)(void *, const void *);
};

struct closure {
    void *data;
    const struct vtable *vtable;
    void *once;
};

static void call_mut(void *data, const void *state) {
    struct closure *closure = data;
    closure->vtable->call_mut(closure->data, state);
    __tsan_release(closure->once);
}

static const struct vtable RELEASING = {NULL, sizeof(struct closure),
                                        _Alignof(struct closure), call_mut, call_mut};

void REAL(ONCE_CALL)(void *once, bool ignore_poisoning, void *data, const struct vtable *vtable);
void WRAPPED(ONCE_CALL)(void *once, bool ignore_poisoning, void *data,
                        const struct vtable *vtable) {
    struct closure closure = {data, vtable, once};
    REAL(ONCE_CALL)(once, ignore_poisoning, &closure, &RELEASING);
    __tsan_acquire(once);
}

/* std::sync::Barrier::wait(&self) -> BarrierWaitResult */
bool REAL(BARRIER_WAIT)(void *barrier);
bool WRAPPED(BARRIER_WAIT)(void *barrier) {
    __tsan_release(barrier);
    bool leads = REAL(BARRIER_WAIT)(barrier);
    __tsan_acquire(barrier);
    return leads;
}

/* std::thread::scoped::ScopeData::decrement_num_running_threads(&self, bool)
 *
 * The end of the scope is inline, and acquires in a load of the counter. Which of the
 * three fields that is, the compiler chooses: one of the first two words. */
void REAL(SCOPE_DECREMENT)(char *scope, bool panicked);
void WRAPPED(SCOPE_DECREMENT)(char *scope, bool panicked) {
    __tsan_release(scope);
    __tsan_release(scope + sizeof(size_t));
    REAL(SCOPE_DECREMENT)(scope, panicked);
}

/* `Arc` counts down by a release, and whoever was last passes an acquire fence before it
 * drops what was shared. Both are inline, but ThreadSanitizer ignores fences: it would see
 * a race in every such drop, and (std built for it has a load instead) in whatever follows.
 *
 * What the fence acquires is what the thread has read before: here, the count. */
static _Thread_local void *counted;

long REAL(__tsan_atomic64_fetch_sub)(void *address, long value, int order);
long WRAPPED(__tsan_atomic64_fetch_sub)(void *address, long value, int order) {
    counted = address;
    return REAL(__tsan_atomic64_fetch_sub)(address, value, order);
}

void REAL(__tsan_atomic_thread_fence)(int order);
void WRAPPED(__tsan_atomic_thread_fence)(int order) {
    REAL(__tsan_atomic_thread_fence)(order);
    if (order == __ATOMIC_ACQUIRE && counted != NULL) {
        __tsan_acquire(counted);
    }
}
