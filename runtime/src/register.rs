//! Every script that is linked into the program.
//!
//! Of the two crates that do this, `inventory` is taken: it adds no procedural macro and no dependency, and no
//! linker is known to drop its entries. Both work in crates that forbid unsafe code.

use crate::{Result, Script, preload};

/// A script's entry. The attribute's expansion makes one for each function.
#[derive(Debug)]
pub struct Registered(pub &'static Script);

inventory::collect!(Registered);

/// Every script of the program and of the libraries that it uses, in the order of their files and names.
///
/// A library that the program depends on, and uses nothing of, isn't linked; nor are its scripts.
pub fn scripts() -> impl Iterator<Item = &'static Script> {
    let mut scripts: Vec<_> = inventory::iter::<Registered>().map(|registered| registered.0).collect();
    scripts.sort_by_key(|script| (script.path(), script.name(), script.sha1()));
    scripts.into_iter()
}

/// [`preload`](fn@preload::preload) with every script of the program.
pub fn preload_all<C: redis::ConnectionLike + ?Sized>(conn: &mut C) -> Result<()> {
    preload::preload(conn, scripts())
}

/// [`preload_all`] on an async connection.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub async fn preload_all_async<C: redis::aio::ConnectionLike + ?Sized>(conn: &mut C) -> Result<()> {
    preload::preload_async(conn, scripts()).await
}

/// What the attribute's expansion makes for each script, beside its type.
#[doc(hidden)]
#[macro_export]
macro_rules! __redis_script_register {
    ($script:expr) => {
        $crate::__private::inventory::submit! {{
            const SCRIPT: &$crate::Script = $script;
            $crate::__private::Registered(SCRIPT)
        }}
    };
}
