//! What a pipeline sends, and sends again, without the sending: the same for async and blocking
//! connections.

use std::borrow::Cow;

use redis::{ErrorKind, RedisError, RedisResult, ServerError, Value};

use super::{Pipeline, Replies};
use crate::{
    Error, Script,
    call::{self, Head},
    distinct::Distinct,
    observe,
    recovery::is_noscript,
};

/// How the server comes to know the scripts of what is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It knows them, or says so.
    Assumed,
    /// Each different one is loaded first.
    Loaded,
    /// The first call of each different one carries its text.
    Evaluated,
}

pub(super) enum Next {
    /// There is nothing else to send.
    Done(Result<Replies, Error>),
    /// There is something else to send.
    Send,
}

/// A pipeline on its way.
pub(super) struct Exchange<'a> {
    pipeline: &'a Pipeline,
    presence: Presence,
    commands: Cow<'a, redis::Pipeline>,
    /// The entries that `commands` holds behind its loads, if these aren't all.
    sent: Option<Vec<usize>>,
    loads: Vec<&'static Script>,
    /// What was replied to each entry so far, once something is sent again.
    replies: Vec<Value>,
}

impl<'a> Exchange<'a> {
    /// A blocking connection to a cluster doesn't really support pipelines: it sends one where its first
    /// command goes, which can't be a load, and of more than one error it reports the first.
    pub(super) fn new(pipeline: &'a Pipeline, supports_pipelining: bool) -> Self {
        let assumed = pipeline.preloaded || supports_pipelining && pipeline.is_scripts_alone();
        let teach = if supports_pipelining { Presence::Loaded } else { Presence::Evaluated };
        let mut exchange = Self {
            pipeline,
            presence: Presence::Assumed,
            commands: Cow::Borrowed(&pipeline.commands),
            sent: None,
            loads: Vec::new(),
            replies: Vec::new(),
        };
        if !assumed {
            exchange.prepare(teach);
        }
        if exchange.presence == Presence::Evaluated {
            for script in pipeline.scripts(0..pipeline.len()) {
                observe::fell_back(script, None);
            }
        }
        exchange
    }

    pub(super) fn commands(&self) -> &redis::Pipeline {
        &self.commands
    }

    /// How many replies to skip, and how many to wait for behind them.
    pub(super) fn expected(&self) -> (usize, usize) {
        let commands = self.commands.len();
        // A transaction's commands are all answered with QUEUED, and once more with EXEC.
        if self.pipeline.atomic { (commands + 1, 1) } else { (0, commands) }
    }

    /// Takes the replies in, and says what is next.
    pub(super) fn take(&mut self, replies: RedisResult<Vec<Value>>) -> Next {
        if self.pipeline.atomic {
            return self.take_transaction(replies);
        }
        let mut replies = match replies {
            Ok(replies) if replies.len() == self.commands.len() => replies,
            Ok(_) => return Next::Done(Err(unexpected_replies().into())),
            Err(error) => return Next::Done(Err(error.into())),
        };
        let refusal = self.take_loads(&mut replies);
        let sent = self.sent.take();
        let missing = self.missing(sent.as_deref(), &replies);
        match sent {
            None => {
                self.observe_cold(&missing);
                self.replies = replies;
            }
            Some(sent) => sent.into_iter().zip(replies).for_each(|(index, reply)| self.replies[index] = reply),
        }
        match self.remedy(&missing, refusal.is_some()) {
            Some(presence) => {
                if presence == Presence::Evaluated {
                    self.observe_fallback(&missing, refusal.as_ref());
                }
                self.sent = Some(missing);
                self.prepare(presence);
                Next::Send
            }
            None => Next::Done(Ok(Some(std::mem::take(&mut self.replies)))),
        }
    }

    /// Takes the replies to the loads out; the error of one that was refused.
    fn take_loads(&self, replies: &mut Vec<Value>) -> Option<ServerError> {
        let mut refusal = None;
        for (script, reply) in self.loads.iter().copied().zip(replies.drain(..self.loads.len())) {
            match reply {
                Value::ServerError(error) => refusal = Some(error),
                _ => observe::loaded(script),
            }
        }
        refusal
    }

    fn observe_cold(&self, missing: &[usize]) {
        for head in missing.iter().filter_map(|&index| self.pipeline.entries[index].call) {
            observe::cold(head.script);
        }
    }

    fn observe_fallback(&self, entries: &[usize], refusal: Option<&ServerError>) {
        for script in self.pipeline.scripts(entries.iter().copied()) {
            observe::fell_back(script, refusal);
        }
    }

    /// The entries whose scripts the server doesn't know.
    fn missing(&self, sent: Option<&[usize]>, replies: &[Value]) -> Vec<usize> {
        let indexed = replies.iter().enumerate().map(|(place, reply)| (sent.map_or(place, |sent| sent[place]), reply));
        indexed.filter(|(index, reply)| self.misses(*index, reply)).map(|(index, _)| index).collect()
    }

    /// How the entries that missed are sent again, if they are.
    fn remedy(&self, missing: &[usize], refused: bool) -> Option<Presence> {
        let nothing_ran = missing.len() == self.pipeline.len();
        let may_follow = self.pipeline.independent || nothing_ran && self.pipeline.is_scripts_alone();
        if missing.is_empty() || self.pipeline.preloaded || !may_follow {
            return None;
        }
        match self.presence {
            Presence::Assumed => Some(Presence::Loaded),
            Presence::Loaded if refused => Some(Presence::Evaluated),
            Presence::Loaded | Presence::Evaluated => None,
        }
    }

    fn take_transaction(&mut self, replies: RedisResult<Vec<Value>>) -> Next {
        match replies.map(|mut replies| replies.pop()) {
            Ok(Some(Value::Array(mut replies))) if replies.len() == self.commands.len() => {
                self.take_loads(&mut replies);
                self.observe_cold(&self.missing(None, &replies));
                Next::Done(Ok(Some(replies)))
            }
            Ok(Some(Value::Nil)) => Next::Done(Ok(None)),
            Ok(Some(Value::ServerError(error))) => Next::Done(Err(RedisError::from(error).into())),
            Ok(_) => Next::Done(Err(unexpected_replies().into())),
            // A command that the server refuses to queue makes it refuse the whole transaction.
            Err(error) => match refused_at_queueing(&error) {
                Some(refusals) if self.only_loads_are_refused(&refusals) => {
                    let all: Vec<usize> = (0..self.pipeline.len()).collect();
                    self.observe_fallback(&all, refusals.first().map(|(_, refusal)| refusal));
                    self.prepare(Presence::Evaluated);
                    Next::Send
                }
                Some(refusals) => Next::Done(Err(self.aborted(&refusals))),
                None => Next::Done(Err(error.into())),
            },
        }
    }

    fn only_loads_are_refused(&self, refusals: &[(usize, ServerError)]) -> bool {
        self.presence == Presence::Loaded && refusals.iter().all(|&(index, _)| index < self.loads.len())
    }

    fn aborted(&self, refusals: &[(usize, ServerError)]) -> Error {
        let of_entries = refusals.iter().filter_map(|(index, error)| {
            let index = index.checked_sub(self.loads.len())?;
            Some((index, self.pipeline.error(index, error)))
        });
        Error::aborted(of_entries.collect(), self.pipeline.len())
    }

    fn misses(&self, index: usize, reply: &Value) -> bool {
        matches!(reply, Value::ServerError(error) if is_noscript(error))
            && self.pipeline.entries[index].call.is_some_and(|head| head.is_recoverable())
    }

    /// Writes what is sent next: the entries in `sent`, and what makes their scripts known.
    fn prepare(&mut self, presence: Presence) {
        let sent = self.sent.as_deref();
        let is_sent = |index: &usize| sent.is_none_or(|sent| sent.binary_search(index).is_ok());
        let scripts = self.pipeline.scripts((0..self.pipeline.len()).filter(is_sent));
        self.presence = presence;
        if scripts.is_empty() && sent.is_none() {
            self.loads = scripts;
            self.commands = Cow::Borrowed(&self.pipeline.commands);
            return;
        }
        self.loads = if presence == Presence::Loaded { scripts } else { Vec::new() };
        let mut commands =
            redis::Pipeline::with_capacity(self.loads.len() + sent.map_or(self.pipeline.len(), <[usize]>::len));
        if self.pipeline.atomic {
            commands.atomic();
        }
        for script in &self.loads {
            commands.add_command(call::load(script));
        }
        let mut told = Distinct::new();
        for (index, command) in self.pipeline.commands.cmd_iter().enumerate().filter(|(index, _)| is_sent(index)) {
            let call = self.pipeline.entries[index].call.filter(Head::is_recoverable);
            commands.add_command(match call {
                Some(head) if presence == Presence::Evaluated && told.insert(head.script.sha1()) => {
                    head.rewrite(command, true)
                }
                _ => command.clone(),
            });
        }
        self.commands = Cow::Owned(commands);
    }
}

fn refused_at_queueing(error: &RedisError) -> Option<Vec<(usize, ServerError)>> {
    let aborted = error.kind() == ErrorKind::Server(redis::ServerErrorKind::ExecAbort);
    Some(error.clone().into_server_errors().filter(|_| aborted)?.to_vec())
}

fn unexpected_replies() -> RedisError {
    (ErrorKind::UnexpectedReturnType, "a pipeline was not answered by one reply to each of its commands").into()
}
