//! Functions that return a future by their type, instead of being `async`.

use syn::punctuated::Punctuated;
use syn::{GenericArgument, Path, PathArguments, PathSegment, Token, Type, TypeParamBound};

/// The future that a function returns, as its return type says it: `impl Future<Output = R>`, or
/// `Pin<Box<dyn Future<Output = R>>>`, which is what `#[async_trait]` makes of an `async fn`.
pub struct WrittenFuture {
    /// The return type.
    pub ty: Type,
    /// What the future gives.
    pub output: Type,
    /// Whether it is in a `Pin<Box<..>>`.
    pub is_boxed: bool,
}

impl WrittenFuture {
    /// The future that a return type is by its words.
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        let found = |output: &Type, is_boxed| Some(Self { ty: ty.clone(), output: output.clone(), is_boxed });
        match crate::signature::bare(ty) {
            Type::ImplTrait(future) => found(output(&future.bounds)?, false),
            Type::Path(path) => found(boxed(&path.path)?, true),
            _ => None,
        }
    }
}

/// `R` of `Pin<Box<dyn Future<Output = R>>>`, or of its aliases in the futures crate.
fn boxed(path: &Path) -> Option<&Type> {
    match &*path.segments.last()?.ident.to_string() {
        "Pin" => {
            let Type::Path(boxed) = argument(path)? else { return None };
            let Type::TraitObject(future) = argument(&boxed.path)? else { return None };
            let is_box = boxed.path.segments.last()?.ident == "Box";
            output(&future.bounds).filter(|_| is_box)
        }
        "BoxFuture" | "LocalBoxFuture" => argument(path),
        _ => None,
    }
}

/// `R` of `Future<Output = R> + Send`.
fn output(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<&Type> {
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else { continue };
        let Some(PathSegment { ident, arguments }) = bound.path.segments.last() else { continue };
        if ident == "Future" {
            let PathArguments::AngleBracketed(list) = arguments else { return None };
            return list.args.iter().find_map(|argument| match argument {
                GenericArgument::AssocType(output) if output.ident == "Output" => Some(&output.ty),
                _ => None,
            });
        }
    }
    None
}

/// The last type among a path's arguments.
fn argument(path: &Path) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &path.segments.last()?.arguments else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(crate::signature::bare(ty)),
        _ => None,
    })
}
