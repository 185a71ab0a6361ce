//! Scripts made at random.

use fastrand::Rng;
use std::fmt::Write as _;

/// Writes scripts: always valid, mostly without errors.
pub(crate) struct Generator {
    random: Rng,
    text: String,
    depth: usize,
    in_loop: bool,
}

impl Generator {
    /// The script of that number.
    pub(crate) fn script(seed: u64) -> String {
        let mut generator = Self { random: Rng::with_seed(seed), text: String::new(), depth: 0, in_loop: false };
        let start = "local a, b, c = ARGV[1], redis.call('GET', KEYS[1])\n\
                     local function f(x)\n  if x then return x end\n  return redis.call('HGET', 'h', 'g')\nend\n\
                     local function nothing(x)\n  if x then redis.call('INCR', 'n') end\nend\n\
                     local function maybe(x)\n  if x then return -2 end\nend\n\
                     local t, u = {x = ARGV[1], y = 1}, {x = #KEYS, v = b}\n\
                     local v, w = {b, unpack(ARGV)}, {}\n";
        generator.text.push_str(start);
        generator.statements(5);
        let value = match generator.below(4) {
            0 => generator.made_in_branches().to_owned(),
            _ => generator.expression(2),
        };
        let _ = writeln!(generator.text, "return {value}");
        generator.text
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.random.usize(..limit)
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    fn local(&mut self) -> &'static str {
        self.pick(&["a", "b", "c"])
    }

    fn statements(&mut self, most: usize) {
        for _ in 0..=self.below(most) {
            self.statement();
        }
    }

    fn block(&mut self, head: &str) {
        let _ = writeln!(self.text, "{head}");
        self.depth += 1;
        self.statements(2);
        if self.below(5) == 0 {
            let value = self.expression(1);
            let end = if self.in_loop && self.below(2) == 0 { "break".to_owned() } else { format!("return {value}") };
            let _ = writeln!(self.text, "{end}");
        }
        self.depth -= 1;
    }

    fn statement(&mut self) {
        if self.depth > 2 {
            return self.assignment();
        }
        match self.below(23) {
            21 => {
                let value = self.expression(1);
                let _ = writeln!(self.text, "w[#w + 1] = {value}");
            }
            22 => {
                let (at, value) = (self.pick(&["1", "2", "#w + 1", "#w"]), self.leaf());
                let statement = match self.below(4) {
                    0 => format!("table.insert(w, (tostring({value})))"),
                    1 if self.below(6) == 0 => "table.remove(w, 1)".to_owned(),
                    _ => format!("w[{at}] = {value}"),
                };
                let _ = writeln!(self.text, "{statement}");
            }
            19 => {
                let (field, value) = (self.pick(&["x", "y", "z"]), self.expression(1));
                let _ = writeln!(self.text, "t.{field} = {value}");
            }
            20 => {
                let (local, value) = (self.local(), self.leaf());
                let _ = writeln!(self.text, "if type({local}) == 'string' then t[{local}] = {value} end");
            }
            17 | 18 => _ = self.made_in_branches(),
            0 | 1 => {
                let condition = self.condition();
                self.block(&format!("if {condition} then"));
                if self.below(3) == 0 {
                    let condition = self.condition();
                    self.block(&format!("elseif {condition} then"));
                }
                if self.below(2) == 0 {
                    self.block("else");
                }
                self.text.push_str("end\n");
            }
            2 => self.repeated("for i = 1, 2 do", "end"),
            3 => self.repeated("for _, a in ipairs({1, 'x', b}) do", "end"),
            4 => {
                let condition = self.condition();
                self.repeated("local n = 0 repeat n = n + 1", &format!("until n > 2 or {condition}"));
            }
            5 => {
                let condition = self.condition();
                let head = format!("local n = 0 while n < 3 and ({condition}) do n = n + 1");
                self.repeated(&head, "end");
            }
            6 => {
                let (local, value) = (self.local(), self.expression(1));
                let _ = writeln!(self.text, "local function g() {local} = {value} end");
                if self.below(2) == 0 {
                    self.text.push_str("g()\n");
                }
            }
            7 | 12 | 13 | 14 => {
                let (local, field, value) = (self.local(), self.pick(&["[1]", ".ok", ".err"]), self.expression(1));
                // No table may hold itself: it would be an endless reply.
                let value = match (field, self.below(2)) {
                    ("[1]", 0) => format!("tostring({value})"),
                    ("[1]", _) => format!("(tonumber({value}) or 0)"),
                    _ => value,
                };
                match self.below(3) {
                    0 => drop(writeln!(self.text, "{local} = {{1, 2}}")),
                    1 => drop(writeln!(self.text, "{local} = redis.call('LRANGE', 'l', 0, -1)")),
                    _ => {}
                }
                let _ = writeln!(self.text, "if type({local}) == 'table' then {local}{field} = {value} end");
                if self.below(2) == 0 {
                    self.block(&format!("if type({local}) == 'table' and {local}[1] < 3 then"));
                    self.text.push_str("end\n");
                }
            }
            8 => {
                let (one, value, other) = (self.local(), self.expression(2), self.expression(1));
                let _ = writeln!(self.text, "local {one}, d = {value}, {other}");
            }
            15 => self.repeated("for _, b in ipairs(ARGV) do", "end"),
            16 => self.repeated("local list = redis.call('LRANGE', 'l', 0, -1) for _, c in ipairs(list) do", "end"),
            _ => self.assignment(),
        }
    }

    /// A local that another constructor, number or text fills in each branch.
    fn made_in_branches(&mut self) -> &'static str {
        let local = self.local();
        let condition = self.condition();
        for head in [format!("if {condition} then"), "else".to_owned()] {
            let (item, other) = (self.expression(1), self.leaf());
            let made = [
                format!("{{{item}, {other}}}"),
                format!("{{{item}}}"),
                "-1".to_owned(),
                "'none'".to_owned(),
                "nothing(a)".to_owned(),
                format!("{{ok = tostring({item})}}"),
            ];
            let value = &made[self.below(made.len())];
            let _ = writeln!(self.text, "{head} {local} = {value}");
        }
        self.text.push_str("end\n");
        // What is put into it then isn't what it was made with.
        if self.below(3) == 0 {
            let _ = writeln!(self.text, "if type({local}) == 'table' then {local}[2] = 'x' end");
        }
        local
    }

    fn repeated(&mut self, head: &str, end: &str) {
        self.text.push_str("do ");
        let outer = std::mem::replace(&mut self.in_loop, true);
        // `break` and `return` come last, and `until` sees the body's locals.
        self.block(head);
        self.in_loop = outer;
        let _ = writeln!(self.text, "{end} end");
    }

    fn assignment(&mut self) {
        let (local, value) = (self.local(), self.expression(2));
        let _ = match self.below(4) {
            0 => writeln!(self.text, "a, b = {value}, {local}"),
            _ => writeln!(self.text, "{local} = {value}"),
        };
    }

    fn condition(&mut self) -> String {
        let local = self.local();
        match self.below(10) {
            0 => local.to_owned(),
            8 => format!(
                "type({local}) == 'table' and {local}[1] {} {}",
                self.pick(&["<", ">=", "=="]),
                self.pick(&["3", "'x'"])
            ),
            1 => format!("not {local}"),
            2 => format!("{local} == {}", self.pick(&["nil", "false", "true", "'x'", "7", "'7'"])),
            3 => format!("{local} ~= {}", self.pick(&["nil", "false", "true", "'x'", "7"])),
            4 => format!("type({local}) == '{}'", self.pick(&["table", "string", "number", "nil", "boolean"])),
            5 => format!("{local} and {}", self.condition()),
            6 => format!("{local} or {}", self.local()),
            _ => format!("not ({})", self.expression(1)),
        }
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let (left, right) = (self.expression(depth - 1), self.expression(depth - 1));
        match self.below(25) {
            22 => format!("(tonumber({left}) or -0.5)"),
            23 => format!("({left} + 1)"),
            24 => format!("({left} .. 'x')"),
            0 => format!("({left} and {right})"),
            1 | 2 => format!("({left} or {right})"),
            3 => format!("not {left}"),
            4 => format!("({left} == {right})"),
            5 => format!("(tonumber({left}) or 1)"),
            6 => "tonumber(a)".to_owned(),
            7 => format!("tostring({left})"),
            8 => format!("(tostring({left}) .. tostring({right}))"),
            9 => format!("{{{left}, {right}}}"),
            10 => format!("{{{} = {left}}}", self.pick(&["ok", "err", "other"])),
            11 => format!("f({left})"),
            12 => format!("type({left})"),
            13 => format!("redis.status_reply({left})"),
            14 => format!("redis.error_reply({left})"),
            15 => format!("math.floor(tonumber({left}) or 2.5)"),
            16 => format!("((tonumber({left}) or 3) / 2)"),
            17 => "select(2, pcall(f, a))".to_owned(),
            18 => format!("({left} {} {right})", self.pick(&["<", ">=", "==", "~="])),
            19 => format!("redis.pcall('ECHO', {left})"),
            _ => self.leaf(),
        }
    }

    fn leaf(&mut self) -> String {
        let leaves = [
            "nil",
            "false",
            "true",
            "-1",
            "t.x",
            "t.y",
            "t.z",
            "u.x",
            "u.v",
            "u.w",
            "v[1]",
            "v[2]",
            "v[3]",
            "w[1]",
            "w[2]",
            "-(#KEYS)",
            "nothing(b)",
            "maybe(c)",
            "1",
            "0.5",
            "'x'",
            "'7'",
            "a",
            "b",
            "c",
            "a",
            "b",
            "KEYS[1]",
            "ARGV[1]",
            "ARGV[3]",
            "#KEYS",
            "redis.call('GET', KEYS[1])",
            "redis.call('GET', 'none')",
            "redis.call('INCR', 'n')",
            "redis.call('EXISTS', 'none')",
            "redis.call('SET', 'k', 'v')",
            "redis.call('SET', 'k', 'v', 'NX')",
            "redis.call('TYPE', 's')",
            "redis.call('HGETALL', 'h')",
            "redis.call('HMGET', 'h', 'f', 'g')[2]",
            "redis.call('LPOP', 'l')",
            "redis.call('LRANGE', 'l', 0, -1)",
            "redis.call('LRANGE', 'l', 0, -1)[1]",
            "redis.call('TIME')[1]",
            "redis.call('PING').ok",
            "redis.pcall('INCR', 'h')",
            "redis.pcall('GET', 's')",
            "redis.call('ZRANK', 'z', 'm')",
            "(redis.call('PING'))",
            "unpack(ARGV)",
        ];
        self.pick(&leaves).to_owned()
    }
}
