//! Random programs: made from the grammar, then damaged by tokens and by bytes.

mod words;

use fastrand::Rng;
use words::{BINARY, BLANKS, LITERALS, NAMES, STRAY, UNARY};

/// The program of `seed`.
pub(crate) fn program(seed: u64) -> Vec<u8> {
    let mut random = Rng::with_seed(seed);
    let budget = random.usize(10..130);
    let damaged = random.bool();
    let mut generator = Generator { random, tokens: Vec::new(), budget, in_loop: false, has_varargs: true };
    generator.block(0);
    if damaged {
        generator.damage_tokens();
    }
    let mut bytes = generator.text(damaged);
    if damaged {
        damage_bytes(&mut generator.random, &mut bytes);
    }
    bytes
}

struct Generator {
    random: Rng,
    tokens: Vec<&'static str>,
    /// How many tokens more there should be.
    budget: usize,
    /// Whether `break` is allowed.
    in_loop: bool,
    /// Whether `...` is allowed.
    has_varargs: bool,
}

impl Generator {
    fn one_in(&mut self, n: usize) -> bool {
        self.random.usize(..n) == 0
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.random.usize(..from.len())]
    }

    fn put(&mut self, tokens: &[&'static str]) {
        self.tokens.extend_from_slice(tokens);
        self.budget = self.budget.saturating_sub(tokens.len());
    }

    fn name(&mut self) {
        let name = self.pick(NAMES);
        self.put(&[name]);
    }

    fn list(&mut self, item: fn(&mut Self, usize), depth: usize) {
        item(self, depth);
        while self.one_in(3) {
            self.put(&[","]);
            item(self, depth);
        }
    }

    fn block(&mut self, depth: usize) {
        while self.budget > 0 && !self.one_in(if depth == 0 { 60 } else { 4 }) {
            self.statement(depth);
            if self.one_in(6) {
                self.put(&[";"]);
            }
        }
        match self.random.usize(..12) {
            0 if self.in_loop || self.one_in(40) => self.put(&["break"]),
            1 => self.put(&["return"]),
            2 => {
                self.put(&["return"]);
                self.list(Self::expression, depth + 1);
            }
            _ => {}
        }
    }

    fn statement(&mut self, depth: usize) {
        let depth = depth + 1;
        match self.random.usize(..if depth > 8 { 6 } else { 16 }) {
            0 | 1 => self.call(depth),
            2 | 3 => {
                self.list(Self::target, depth);
                self.put(&["="]);
                self.list(Self::expression, depth);
            }
            4 | 5 => {
                self.put(&["local"]);
                self.list(|this, _| this.name(), depth);
                if !self.one_in(3) {
                    self.put(&["="]);
                    self.list(Self::expression, depth);
                }
            }
            6 => {
                self.put(&["do"]);
                self.block(depth);
                self.put(&["end"]);
            }
            7 | 8 => self.condition(depth),
            9 => {
                self.put(&["while"]);
                self.expression(depth);
                self.put(&["do"]);
                self.loop_body(depth);
                self.put(&["end"]);
            }
            10 => {
                self.put(&["repeat"]);
                self.loop_body(depth);
                self.put(&["until"]);
                self.expression(depth);
            }
            11 | 12 => self.for_loop(depth),
            13 => {
                self.put(&["local", "function"]);
                self.name();
                self.function_body(depth);
            }
            _ => {
                self.put(&["function"]);
                self.name();
                for separator in [".", ":"] {
                    if self.one_in(3) {
                        self.put(&[separator]);
                        self.name();
                    }
                }
                self.function_body(depth);
            }
        }
    }

    fn condition(&mut self, depth: usize) {
        self.put(&["if"]);
        loop {
            self.expression(depth);
            self.put(&["then"]);
            self.block(depth);
            if !self.one_in(3) {
                break;
            }
            self.put(&["elseif"]);
        }
        if self.one_in(3) {
            self.put(&["else"]);
            self.block(depth);
        }
        self.put(&["end"]);
    }

    fn for_loop(&mut self, depth: usize) {
        self.put(&["for"]);
        self.name();
        if self.one_in(2) {
            self.put(&["="]);
            self.expression(depth);
            self.put(&[","]);
            self.expression(depth);
            if self.one_in(3) {
                self.put(&[","]);
                self.expression(depth);
            }
        } else {
            if self.one_in(2) {
                self.put(&[","]);
                self.name();
            }
            self.put(&["in"]);
            self.list(Self::expression, depth);
        }
        self.put(&["do"]);
        self.loop_body(depth);
        self.put(&["end"]);
    }

    fn loop_body(&mut self, depth: usize) {
        let before = std::mem::replace(&mut self.in_loop, true);
        self.block(depth);
        self.in_loop = before;
    }

    fn function_body(&mut self, depth: usize) {
        let before = (self.in_loop, self.has_varargs);
        self.put(&["("]);
        let parameters = self.random.usize(..4);
        (self.in_loop, self.has_varargs) = (false, parameters % 2 == 1);
        match parameters {
            0 => {}
            1 => self.put(&["..."]),
            2 => self.list(|this, _| this.name(), depth),
            _ => {
                self.list(|this, _| this.name(), depth);
                self.put(&[",", "..."]);
            }
        }
        self.put(&[")"]);
        self.block(depth);
        self.put(&["end"]);
        (self.in_loop, self.has_varargs) = before;
    }

    fn target(&mut self, depth: usize) {
        if self.one_in(2) {
            self.name();
            return;
        }
        self.prefix(depth);
        self.index(depth);
    }

    fn index(&mut self, depth: usize) {
        if self.one_in(2) {
            self.put(&["."]);
            self.name();
        } else {
            self.put(&["["]);
            self.expression(depth + 1);
            self.put(&["]"]);
        }
    }

    fn call(&mut self, depth: usize) {
        self.prefix(depth);
        if self.one_in(4) {
            self.put(&[":"]);
            self.name();
        }
        self.arguments(depth);
    }

    fn arguments(&mut self, depth: usize) {
        match self.random.usize(..6) {
            0 => self.put(&["\"s\""]),
            1 => self.table(depth + 1),
            2 => self.put(&["(", ")"]),
            _ => {
                self.put(&["("]);
                self.list(Self::expression, depth + 1);
                self.put(&[")"]);
            }
        }
    }

    fn prefix(&mut self, depth: usize) {
        if depth < 8 && self.one_in(8) {
            self.put(&["("]);
            self.expression(depth + 1);
            self.put(&[")"]);
        } else {
            self.name();
        }
        while self.one_in(4) {
            if self.one_in(2) { self.index(depth) } else { self.arguments(depth) }
        }
    }

    fn literal(&mut self) {
        let literal = self.pick(LITERALS);
        if literal != "..." || self.has_varargs || self.one_in(40) {
            self.put(&[literal]);
        } else {
            self.put(&["nil"]);
        }
    }

    fn expression(&mut self, depth: usize) {
        if depth > 9 || self.budget == 0 {
            return self.literal();
        }
        match self.random.usize(..14) {
            0..=3 => self.literal(),
            4..=6 => self.prefix(depth),
            7 => self.call(depth),
            8 => {
                let operator = self.pick(UNARY);
                self.put(&[operator]);
                self.expression(depth + 1);
            }
            9 | 10 => {
                self.expression(depth + 1);
                let operator = self.pick(BINARY);
                self.put(&[operator]);
                self.expression(depth + 1);
            }
            11 => self.table(depth + 1),
            12 => {
                self.put(&["function"]);
                self.function_body(depth + 1);
            }
            _ => {
                self.put(&["("]);
                self.expression(depth + 1);
                self.put(&[")"]);
            }
        }
    }

    fn table(&mut self, depth: usize) {
        self.put(&["{"]);
        while self.one_in(2) {
            match self.random.usize(..3) {
                0 => {
                    self.name();
                    self.put(&["="]);
                }
                1 => {
                    self.put(&["["]);
                    self.expression(depth);
                    self.put(&["]", "="]);
                }
                _ => {}
            }
            self.expression(depth);
            let separator = self.pick(&[",", ";"]);
            self.put(&[separator]);
        }
        self.put(&["}"]);
    }

    /// No, one or a few changes of whole tokens.
    fn damage_tokens(&mut self) {
        for _ in 0..[0, 0, 0, 1, 1, 2, 3][self.random.usize(..7)] {
            let at = self.random.usize(..self.tokens.len().max(1));
            let other = self.random.usize(..self.tokens.len().max(1));
            let stray = self.pick(STRAY);
            match self.random.usize(..6) {
                0 | 1 => self.tokens.insert(at, stray),
                _ if self.tokens.is_empty() => {}
                2 => drop(self.tokens.remove(at)),
                3 => self.tokens[at] = stray,
                4 => self.tokens.swap(at, other),
                _ => self.tokens.truncate(at),
            }
        }
    }

    fn text(&mut self, damaged: bool) -> Vec<u8> {
        let mut text = String::new();
        for at in 0..self.tokens.len() {
            text.push_str(self.tokens[at]);
            // A `(` on a new line is an error; what happens without a blank is worth a try.
            let blank = match self.tokens.get(at + 1).copied() {
                Some("(") if !self.one_in(60) => " ",
                _ if damaged && self.one_in(60) => "",
                _ => self.pick(BLANKS),
            };
            text.push_str(blank);
        }
        text.into_bytes()
    }
}

/// No, one or a few changes of bytes.
fn damage_bytes(random: &mut Rng, bytes: &mut Vec<u8>) {
    const INTERESTING: &[u8] = b"\0\n\r\t \"'\\()[]{}=-.~<>:;,#0123456789exaEX_\x80\xff";
    for _ in 0..[0, 0, 0, 0, 1, 1, 2, 4][random.usize(..8)] {
        let at = random.usize(..bytes.len().max(1));
        let byte = INTERESTING[random.usize(..INTERESTING.len())];
        match random.usize(..5) {
            0 | 1 => bytes.insert(at, byte),
            _ if bytes.is_empty() => {}
            2 => drop(bytes.remove(at)),
            3 => bytes[at] = byte,
            _ => bytes.truncate(at),
        }
    }
}
