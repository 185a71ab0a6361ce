//! The way to a server: any connection of the `redis` crate, or one that is known to be faster another way.
//!
//! `redis::aio::ConnectionLike` boxes the future of every request. Where the type of a connection is known,
//! its own functions don't: a third fewer bytes are allocated, and one allocation less.

use redis::{
    Cmd, Pipeline, RedisResult, Value,
    aio::{ConnectionLike, MultiplexedConnection},
};

/// Sends commands and waits for their replies, as [`ConnectionLike`] does.
pub(crate) trait Link {
    /// Sends one command.
    fn one<'a>(&'a mut self, cmd: &'a Cmd) -> impl Future<Output = RedisResult<Value>> + Send + 'a;

    /// Sends a pipeline, skips the first `offset` replies, and waits for `count` more.
    fn many<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> impl Future<Output = RedisResult<Vec<Value>>> + Send + 'a;
}

/// A connection of which nothing else is known.
pub(crate) struct Any<'c, C: ?Sized>(pub(crate) &'c mut C);

impl<C: ConnectionLike + ?Sized> Link for Any<'_, C> {
    #[inline]
    fn one<'a>(&'a mut self, cmd: &'a Cmd) -> impl Future<Output = RedisResult<Value>> + Send + 'a {
        self.0.req_packed_command(cmd)
    }

    #[inline]
    fn many<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> impl Future<Output = RedisResult<Vec<Value>>> + Send + 'a {
        self.0.req_packed_commands(pipeline, offset, count)
    }
}

impl<L: Link + Send> Link for &mut L {
    #[inline]
    fn one<'a>(&'a mut self, cmd: &'a Cmd) -> impl Future<Output = RedisResult<Value>> + Send + 'a {
        (**self).one(cmd)
    }

    #[inline]
    fn many<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> impl Future<Output = RedisResult<Vec<Value>>> + Send + 'a {
        (**self).many(pipeline, offset, count)
    }
}

macro_rules! direct {
    ($connection:ty) => {
        impl Link for $connection {
            #[inline]
            fn one<'a>(&'a mut self, cmd: &'a Cmd) -> impl Future<Output = RedisResult<Value>> + Send + 'a {
                self.send_packed_command(cmd)
            }

            #[inline]
            fn many<'a>(
                &'a mut self,
                pipeline: &'a Pipeline,
                offset: usize,
                count: usize,
            ) -> impl Future<Output = RedisResult<Vec<Value>>> + Send + 'a {
                self.send_packed_commands(pipeline, offset, count)
            }
        }
    };
}

direct!(MultiplexedConnection);
#[cfg(feature = "connection-manager")]
direct!(redis::aio::ConnectionManager);
