//! Table constructors.

use super::code::{FIELDS_PER_FLUSH, Value, ValueKind};
use super::{Operand, Parse, Parser};
use crate::ast::{ExpressionKind, TableItem};
use crate::lexer::Kind;

/// The positional items of a constructor (`ConsControl`).
struct List {
    /// The table's register.
    table: i32,
    /// The last item, which is not in a register yet.
    last: Value,
    /// How many there are.
    count: i32,
    /// How many of them are in registers, or about to be.
    pending: i32,
}

impl Parser<'_> {
    /// `{ .. }`.
    pub(super) fn table(&mut self) -> Parse<Operand> {
        let open = self.token.span;
        let mut value: Value = ValueKind::Relocatable(self.code.emit()?).into();
        self.code.put_next(&mut value)?;
        let mut list = List { table: self.code.free - 1, last: ValueKind::Void.into(), count: 0, pending: 0 };
        let mut items = Vec::new();
        self.advance()?;
        while !self.at_char(b'}') {
            self.close_item(&mut list)?;
            self.check_item()?;
            items.push(self.item(&mut list)?);
            if !self.accept_char(b',')? && !self.accept_char(b';')? {
                break;
            }
        }
        self.expect_match(Kind::Char(b'}'), Kind::Char(b'{'), open)?;
        self.close_last_item(list)?;
        Ok(self.add(ExpressionKind::Table(items), open.start, value))
    }

    /// Refuses words that begin no value, which most often means a block in braces.
    fn check_item(&mut self) -> Parse<()> {
        if !self.token.kind.is_word() || self.begins_value() {
            return Ok(());
        }
        let word = self.token.kind.text().unwrap_or_default();
        let rest = self.text.get(self.token.span.end as usize..).unwrap_or_default().trim_ascii_start();
        if rest.starts_with(b"=") && !rest.starts_with(b"==") {
            let message = format!("`{word}` is a reserved word and can't be a name");
            return self.fail(self.token.span, message, Some(format!("write `[\"{word}\"] = ..`")));
        }
        let help = "`{ .. }` is a table; a block is `then .. end` or `do .. end`, and a table ends with `}`";
        self.unexpected_with("a value or `}`", Some(help))
    }

    fn begins_value(&self) -> bool {
        matches!(self.token.kind, Kind::Nil | Kind::True | Kind::False | Kind::Not | Kind::Function)
    }

    fn item(&mut self, list: &mut List) -> Parse<TableItem> {
        let named = self.at(Kind::Name) && self.ahead_is(Kind::Char(b'='))?;
        if named || self.at_char(b'[') {
            return self.keyed_item(named);
        }
        let item = self.expression()?;
        list.last = item.value;
        list.count = list.count.saturating_add(1);
        list.pending += 1;
        Ok(TableItem::Positional(item.id))
    }

    /// `name = value` or `[key] = value`.
    fn keyed_item(&mut self, named: bool) -> Parse<TableItem> {
        let free = self.code.free;
        let mut key = if named { self.key_name()? } else { self.index()? };
        self.expect(Kind::Char(b'='))?;
        self.code.operand(&mut key.value)?;
        let mut value = self.expression()?;
        self.code.operand(&mut value.value)?;
        self.code.emit()?;
        self.code.free = free;
        Ok(TableItem::Keyed(key.id, value.id))
    }

    /// `closelistfield`: another item follows.
    fn close_item(&mut self, list: &mut List) -> Parse<()> {
        if list.last.kind == ValueKind::Void {
            return Ok(());
        }
        self.code.put_next(&mut list.last)?;
        list.last = ValueKind::Void.into();
        if list.pending == FIELDS_PER_FLUSH {
            self.code.set_list(list.table, list.count)?;
            list.pending = 0;
        }
        Ok(())
    }

    /// `lastlistfield`.
    fn close_last_item(&mut self, mut list: List) -> Parse<()> {
        if list.pending == 0 {
            return Ok(());
        }
        if list.last.is_open() {
            self.code.set_returns(list.last)?;
        } else if list.last.kind != ValueKind::Void {
            self.code.put_next(&mut list.last)?;
        }
        Ok(self.code.set_list(list.table, list.count)?)
    }
}
