//! What is known about a connection: what it waits for, and since when.

use super::Limits;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};
use tokio::time::Instant;

/// A connection as those see it that decide whether it goes on.
#[derive(Debug)]
pub(super) struct Watch {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Since when the head of a request is on its way.
    head: Option<Instant>,
    /// Since when nothing is asked.
    idle: Instant,
    /// Since when the client takes nothing of what is sent.
    stalled: Option<Instant>,
    /// When an answer last went on.
    moved: Instant,
    /// How many requests are neither answered nor given up.
    open: usize,
    /// How many of them wait for the server, not for the client.
    waiting: usize,
    /// The status that the head on its way is refused with.
    refused: Option<u16>,
    /// Whether the connection ends when it can.
    ending: bool,
    /// Whether the connection gives its place to another, unless a request is open.
    evicted: bool,
    waker: Option<Waker>,
}

/// What is to be done about a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing before this time.
    Wait(Instant),
    /// The head that is on its way is refused.
    Refuse,
    /// It takes no further request.
    End,
    /// It is closed as it is.
    Drop,
}

impl Watch {
    /// A connection that was opened now; its first head is on its way.
    pub(super) fn new() -> Self {
        let now = Instant::now();
        let state = State {
            head: Some(now),
            idle: now,
            stalled: None,
            moved: now,
            open: 0,
            waiting: 0,
            refused: None,
            ending: false,
            evicted: false,
            waker: None,
        };
        Self { state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What is kept there is plain; nothing of it is half written when a thread panics.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first bytes of a head have arrived.
    pub(super) fn head_begins(&self) {
        self.state().head.get_or_insert_with(Instant::now);
    }

    /// A head has arrived to its end, and nothing of the next.
    pub(super) fn head_ends(&self) {
        let mut state = self.state();
        (state.head, state.idle) = (None, Instant::now());
    }

    /// The status that the head on its way is refused with.
    pub(super) fn refused(&self) -> Option<u16> {
        self.state().refused
    }

    /// Refuses the head that is on its way.
    pub(super) fn refuse(&self, status: u16) {
        self.state().refused = Some(status);
    }

    /// Whether the client takes what is sent.
    pub(super) fn writes(&self, goes_on: bool) {
        let mut state = self.state();
        if goes_on {
            state.stalled = None;
        } else {
            state.stalled.get_or_insert_with(Instant::now);
        }
    }

    /// A request is handed to the service, and waits for it.
    pub(super) fn open(&self) {
        let mut state = self.state();
        (state.open, state.waiting) = (state.open + 1, state.waiting + 1);
    }

    /// A request is answered to its end, or given up.
    pub(super) fn close(&self, waits: bool) {
        let mut state = self.state();
        (state.open, state.idle) = (state.open.saturating_sub(1), Instant::now());
        if waits {
            state.waiting = state.waiting.saturating_sub(1);
        }
    }

    /// A request begins to wait for the server, or ends to.
    pub(super) fn waits(&self, begins: bool) {
        let mut state = self.state();
        state.moved = Instant::now();
        state.waiting = if begins { state.waiting + 1 } else { state.waiting.saturating_sub(1) };
    }

    /// An answer goes on.
    pub(super) fn moves(&self) {
        self.state().moved = Instant::now();
    }

    /// Lets the connection end when it can.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.ending = true;
        state.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Since when no request is open.
    pub(super) fn resting(&self) -> Option<Instant> {
        let state = self.state();
        (state.open == 0 && !state.evicted).then_some(state.idle)
    }

    /// Takes the connection's place, unless a request is open.
    pub(super) fn evict(&self) {
        let mut state = self.state();
        state.evicted = true;
        state.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Whether nothing is asked, and nothing is on its way to the client.
    pub(super) fn rests(&self) -> bool {
        let state = self.state();
        state.open == 0 && state.stalled.is_none()
    }

    /// Whether somebody has asked for the connection's end; whoever asks later wakes the task.
    pub(super) fn asked(&self, context: &Context<'_>) -> bool {
        let mut state = self.state();
        if !state.waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            state.waker = Some(context.waker().clone());
        }
        state.ending || (state.evicted && state.open == 0)
    }

    /// What is to be done now.
    pub(super) fn verdict(&self, limits: &Limits) -> Verdict {
        let (now, state) = (Instant::now(), self.state());
        if state.evicted && state.open == 0 {
            return Verdict::Drop;
        }
        // The earliest that a deadline of something that has not begun can be.
        let mut next = now + limits.header.min(limits.idle).min(limits.progress);
        let mut passed = |since: Instant, limit| {
            next = next.min(since + limit);
            since + limit <= now
        };
        if state.stalled.is_some_and(|since| passed(since, limits.progress)) {
            return Verdict::Drop;
        }
        if state.open > 0 && state.waiting == 0 && passed(state.moved, limits.progress) {
            return Verdict::Drop;
        }
        if state.ending {
            return Verdict::End;
        }
        // While a request is open nobody may be reading the next.
        let head = state.head.filter(|_| state.open == 0 && state.refused.is_none());
        if head.is_some_and(|since| passed(since.max(state.idle), limits.header)) {
            return Verdict::Refuse;
        }
        let rests = state.open == 0 && state.stalled.is_none() && state.head.is_none();
        if rests && passed(state.idle, limits.idle) {
            return Verdict::End;
        }
        Verdict::Wait(next.max(now + std::time::Duration::from_millis(1)))
    }
}
