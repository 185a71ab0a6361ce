//! Code that is written as text. The compiler's own lexer reads it in a third of the time that an unoptimised
//! `quote!` takes for the same tokens.

use proc_macro2::TokenStream;
use quote::quote;

/// The tokens of the text, as if they were written where the attribute is.
pub(crate) fn code(text: &str) -> TokenStream {
    // `proc_macro2` would read it a second time itself.
    let tokens = if proc_macro::is_available() {
        text.parse::<proc_macro::TokenStream>().map(TokenStream::from).map_err(|error| error.to_string())
    } else {
        text.parse::<TokenStream>().map_err(|error| error.to_string())
    };
    tokens.unwrap_or_else(|error| quote!(::core::compile_error!(#error)))
}

/// A literal of the text, as text. A raw one where it can be: to escape characters means to look at each, which takes an
/// eighth of the time of the analysis.
pub(crate) fn quoted(text: &str) -> String {
    // Searches for one byte are fast in an unoptimised build, too.
    if text.contains('\r') || text.as_bytes().contains(&FIRST_OF_MARKS) { format!("{text:?}") } else { raw(text) }
}

/// The first byte of the marks that turn the direction of text, among others. The compiler refuses those in a literal,
/// unless they are escaped.
const FIRST_OF_MARKS: u8 = 0xe2;

/// With more `#`s than follow any quotation mark in the text.
fn raw(text: &str) -> String {
    let mut most = 0;
    for behind in text.split('"').skip(1) {
        most = most.max(behind.len() - behind.trim_start_matches('#').len());
    }
    let hashes = "#".repeat(most + 1);
    format!("r{hashes}\"{text}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_literal_is_of_the_text() {
        for text in ["", "\"", "\"#", "\"##\"#", "return \"\\n\"\n", "a\0b", "a\r\nb", "\u{202e}\"", "\u{e9}\t'\\"] {
            let read: syn::LitStr = syn::parse_str(&quoted(text)).unwrap();
            assert_eq!(read.value(), text);
        }
    }

    #[test]
    fn no_direction_of_text_is_turned() {
        assert_eq!(quoted("-- \u{202e}"), "\"-- \\u{202e}\"");
    }
}
