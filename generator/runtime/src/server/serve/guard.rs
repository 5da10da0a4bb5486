//! A connection's bytes on their way in and out: heads are let through whole and only where they are sound.

use super::framing::{Chunks, Framing, HeadLimits, framing, head_length};
use super::watch::Watch;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use tokio_util::io::poll_read_buf;

/// The method that a refused head is let through as. Whoever sends it is refused as well.
pub(super) const REFUSED: &str = "REFUSED";

/// How much is read at a time.
const CHUNK: usize = 8192;

/// Where within a message the next byte is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Head,
    Body(u64),
    Chunks(Chunks),
    Frames,
    /// A head was refused; what follows it is thrown away.
    Refused,
    /// Nothing is read any more.
    End,
}

/// A connection that holds heads back until they are whole.
#[derive(Debug)]
pub(super) struct Guard {
    stream: TcpStream,
    watch: Arc<Watch>,
    limits: HeadLimits,
    place: Place,
    /// What was read and not let through.
    held: Vec<u8>,
    /// How much of that may go.
    sound: usize,
    /// How much of it has gone.
    gone: usize,
    /// How much of a head was looked at in vain.
    seen: usize,
    /// Runs once the last was said.
    linger: Option<Pin<Box<Sleep>>>,
}

/// How long a client is listened to that is told to stop: were the connection closed while something of it is on its way,
/// it might never see the answer (RFC 9112, section 9.6).
const LINGER: Duration = Duration::from_secs(1);

impl Guard {
    pub(super) fn new(stream: TcpStream, watch: Arc<Watch>, limits: HeadLimits) -> Self {
        let (place, held) = (Place::Head, Vec::new());
        Self { stream, watch, limits, place, held, sound: 0, gone: 0, seen: 0, linger: None }
    }

    /// Looks at what is held, and lets through what is sound.
    fn look(&mut self) {
        loop {
            let rest = self.held.get(self.sound..).unwrap_or_default();
            match &mut self.place {
                _ if rest.is_empty() => return,
                Place::Head => match head_length(rest, self.seen) {
                    Some(length) if length <= self.limits.bytes => {
                        let start = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
                        let head = rest.get(start..length).unwrap_or_default();
                        match framing(head, self.limits) {
                            Ok(framing) => {
                                self.place = match framing {
                                    Framing::Length(0) => Place::Head,
                                    Framing::Length(length) => Place::Body(length),
                                    Framing::Chunked => Place::Chunks(Chunks::Start),
                                    Framing::Frames => Place::Frames,
                                };
                                (self.sound, self.seen) = (self.sound + length, 0);
                                self.watch.head_ends();
                            }
                            Err(status) => return self.refuse(status),
                        }
                    }
                    None if rest.len() <= self.limits.bytes => {
                        self.seen = rest.len();
                        return self.watch.head_begins();
                    }
                    _ => {
                        let line = rest.iter().position(|byte| *byte == b'\n');
                        let is_line = line.is_none_or(|end| end >= self.limits.bytes);
                        return self.refuse(if is_line { 414 } else { 431 });
                    }
                },
                Place::Body(left) => {
                    let there = (rest.len() as u64).min(*left);
                    *left -= there;
                    self.sound += usize::try_from(there).unwrap_or(rest.len());
                    if *left == 0 {
                        self.place = Place::Head;
                    }
                }
                Place::Chunks(chunks) => match chunks.skip(rest) {
                    Some(count) => {
                        self.sound += count;
                        if *chunks == Chunks::Done {
                            self.place = Place::Head;
                        }
                    }
                    None => {
                        self.held.truncate(self.sound);
                        self.place = Place::End;
                    }
                },
                Place::Frames => self.sound = self.held.len(),
                Place::Refused | Place::End => self.held.truncate(self.sound),
            }
        }
    }

    /// Lets a head through that says what is wrong, in place of the one that was sent; so it is answered in its turn.
    fn refuse(&mut self, status: u16) {
        self.watch.refuse(status);
        self.watch.head_ends();
        self.held.truncate(self.sound);
        self.held.extend(format!("{REFUSED} / HTTP/1.1\r\nhost: -\r\n\r\n").as_bytes());
        (self.sound, self.place) = (self.held.len(), Place::Refused);
    }

    /// Hands over what may go.
    fn give(&mut self, out: &mut ReadBuf<'_>) -> bool {
        let ready = self.held.get(self.gone..self.sound).unwrap_or_default();
        let count = ready.len().min(out.remaining());
        out.put_slice(ready.get(..count).unwrap_or_default());
        self.gone += count;
        if self.gone == self.held.len() {
            self.held.clear();
            (self.gone, self.sound) = (0, 0);
        } else if self.gone == self.sound && self.gone > 0 {
            self.held.drain(..self.gone);
            (self.gone, self.sound) = (0, 0);
        }
        count > 0
    }
}

impl AsyncRead for Guard {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if out.remaining() == 0 || this.give(out) {
                return Poll::Ready(Ok(()));
            }
            match &mut this.place {
                Place::End => return Poll::Ready(Ok(())),
                // An end here would be taken for that of the client; the answer ends the connection.
                Place::Refused => return Poll::Pending,
                Place::Head if this.watch.refused().is_some() => {
                    // Somebody who has said nothing is not told that it was too little.
                    if this.held.is_empty() {
                        this.place = Place::End;
                    } else {
                        this.refuse(408);
                    }
                    continue;
                }
                // What holds no head need not be held.
                Place::Frames if this.held.is_empty() => {
                    return Pin::new(&mut this.stream).poll_read(context, out);
                }
                Place::Body(left) if this.held.is_empty() && *left >= out.remaining() as u64 => {
                    let before = out.filled().len();
                    ready!(Pin::new(&mut this.stream).poll_read(context, out))?;
                    *left -= (out.filled().len() - before) as u64;
                    if *left == 0 {
                        this.place = Place::Head;
                    }
                    return Poll::Ready(Ok(()));
                }
                _ => {}
            }
            this.held.reserve(CHUNK);
            if ready!(poll_read_buf(Pin::new(&mut this.stream), context, &mut this.held))? == 0 {
                // A head that ends early is no head; the connection is at its end.
                this.held.truncate(this.sound);
                this.place = Place::End;
            }
            this.look();
        }
    }
}

impl Guard {
    /// Notes whether the client takes what is sent.
    fn written<T>(&self, outcome: Poll<T>) -> Poll<T> {
        self.watch.writes(outcome.is_ready());
        outcome
    }
}

impl AsyncWrite for Guard {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.written(outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        if matches!(this.place, Place::Head | Place::Frames | Place::End) && this.held.is_empty() {
            return Poll::Ready(Ok(()));
        }
        let linger = this.linger.get_or_insert_with(|| Box::pin(sleep(LINGER)));
        // Asked first: a client that does not stop sending leaves no turn for the timer.
        if linger.as_mut().poll(context).is_ready() {
            return Poll::Ready(Ok(()));
        }
        loop {
            let mut chunk = [0; CHUNK];
            let mut read = ReadBuf::new(&mut chunk);
            let outcome = ready!(Pin::new(&mut this.stream).poll_read(context, &mut read));
            if outcome.is_err() || read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}
