//! The names that may stand in a place, for the message about another one.

/// Names, in the order of the message.
#[derive(Default)]
pub struct Names<'a>(Vec<&'a str>);

impl<'a> Names<'a> {
    /// One more of them.
    pub fn add(&mut self, name: &'a str) {
        self.0.push(name);
    }

    /// Whether the name is one of them.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// `, did you mean `secs`?`, where a name is near the one that was written.
    pub fn did_you_mean(&self, written: &str) -> String {
        match redis_script_analysis::closest(written, self.0.iter().copied()) {
            Some(close) => format!(", did you mean `{close}`?"),
            None => String::new(),
        }
    }

    /// All of them in back-quotes.
    pub fn quoted(&self) -> String {
        let mut quoted = String::new();
        for name in &self.0 {
            quoted += if quoted.is_empty() { "`" } else { ", `" };
            quoted += name;
            quoted += "`";
        }
        quoted
    }
}
