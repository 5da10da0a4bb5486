//! Where the messages of an HTTP/1 connection begin and end, read a second time: what two readers could disagree about
//! is refused, so that nothing is smuggled past one of them (RFC 9112, sections 6.3 and 11.2).

use std::mem::MaybeUninit;

/// So many fields of a head are read without taking memory.
const FEW: usize = 128;

/// What a head says about what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// A body of so many bytes, which may be none.
    Length(u64),
    /// A body in chunks.
    Chunked,
    /// HTTP/2: everything behind it has frames of its own.
    Frames,
}

/// How much of a head is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeadLimits {
    /// The bytes of a head.
    pub(super) bytes: usize,
    /// The lines of its fields.
    pub(super) fields: usize,
}

/// The length of the head that `bytes` begins with, where all of it is there; `from` bytes were looked at before.
pub(super) fn head_length(bytes: &[u8], from: usize) -> Option<usize> {
    // An empty line before a head is skipped (RFC 9112, section 2.2).
    let start = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let from = from.saturating_sub(3).max(start);
    let rest = bytes.get(from..)?;
    memchr::memchr_iter(b'\n', rest).find_map(|place| {
        let next = match rest.get(place + 1..)? {
            [b'\n', ..] => 2,
            [b'\r', b'\n', ..] => 3,
            _ => return None,
        };
        Some(from + place + next)
    })
}

/// What follows a head; the status of its refusal where it is none, or says two things.
pub(super) fn framing(head: &[u8], limits: HeadLimits) -> Result<Framing, u16> {
    let mut few = [const { MaybeUninit::uninit() }; FEW];
    let mut many = Vec::new();
    let fields = match few.get_mut(..limits.fields) {
        Some(fields) => fields,
        None => {
            many.resize_with(limits.fields, MaybeUninit::uninit);
            many.as_mut_slice()
        }
    };
    let mut request = httparse::Request::new(&mut []);
    match request.parse_with_uninit_headers(head, fields) {
        Ok(httparse::Status::Complete(length)) if length == head.len() => {}
        Ok(_) => return Err(400),
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        // The preface of HTTP/2 is a head of a version that HTTP/1 does not have (RFC 9113, section 3.4).
        Err(httparse::Error::Version) if head == b"PRI * HTTP/2.0\r\n\r\n" => return Ok(Framing::Frames),
        Err(httparse::Error::Version) if names_version(head) => return Err(505),
        Err(_) => return Err(400),
    }
    let values = |name: &'static str| {
        let named = request.headers.iter().filter(move |field| field.name.eq_ignore_ascii_case(name));
        named.map(|field| field.value.trim_ascii())
    };
    let first_version = request.version == Some(0);
    let mut hosts = values("host");
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_host(host) => {}
        (None, _) if first_version => {}
        _ => return Err(400),
    }
    let (mut lengths, mut codings) = (values("content-length"), values("transfer-encoding"));
    match (lengths.next(), lengths.next(), codings.next(), codings.next()) {
        (None, _, None, _) => Ok(Framing::Length(0)),
        (Some(length), None, None, _) => parse_length(length).map(Framing::Length).ok_or(400),
        // Codings but this one are of no use to anybody who speaks to a server.
        (None, _, Some(coding), None) if !first_version && coding.eq_ignore_ascii_case(b"chunked") => {
            Ok(Framing::Chunked)
        }
        _ => Err(400),
    }
}

/// Whether the first line of a head ends with a version of HTTP (RFC 9112, section 2.3), which then is one that nobody
/// here speaks.
fn names_version(head: &[u8]) -> bool {
    let line =
        head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let version = line.trim_ascii_end().rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    matches!(version.strip_prefix(b"HTTP/"), Some([major, b'.', minor]) if [major, minor].iter().all(|it| it.is_ascii_digit()))
}

/// Digits and nothing else, not even a list of one number (RFC 9110, section 8.6).
fn parse_length(text: &[u8]) -> Option<u64> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    digits.then(|| std::str::from_utf8(text).ok()?.parse().ok())?
}

/// Whether a field's value can be a host and port; it may be empty (RFC 9112, section 3.2).
fn is_host(value: &[u8]) -> bool {
    value
        .iter()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'/' | b'?' | b'#' | b'@' | b',' | b'\\'))
}

/// How far a body in chunks was read (RFC 9112, section 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chunks {
    /// At the first digit of a size.
    Start,
    /// Within a size.
    Size(u64),
    /// Within what is said beside a size.
    Extension(u64),
    /// Before the end of the line of a size.
    SizeEnd(u64),
    /// Within a chunk of which so much is to come.
    Data(u64),
    /// Before the two bytes behind a chunk.
    DataEnd,
    /// Before the second of them.
    DataFeed,
    /// At the start of a line behind the last chunk.
    Trailer,
    /// Within such a line.
    Line,
    /// Before the end of such a line; `true` where it is empty, and so the last.
    LineEnd(bool),
    /// Behind the body.
    Done,
}

impl Chunks {
    /// Goes over as many bytes as belong to the body; `None` where they are no body in chunks.
    pub(super) fn skip(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut place = 0;
        while *self != Self::Done {
            let Some(byte) = bytes.get(place) else { break };
            if let Self::Data(left) = self {
                let there = u64::try_from(bytes.len() - place).ok()?.min(*left);
                *left -= there;
                place += usize::try_from(there).ok()?;
                if *left == 0 {
                    *self = Self::DataEnd;
                }
                continue;
            }
            *self = self.next(*byte)?;
            place += 1;
        }
        Some(place)
    }

    fn next(self, byte: u8) -> Option<Self> {
        let digit = char::from(byte).to_digit(16).map(u64::from);
        Some(match (self, byte) {
            (Self::Start, _) => Self::Size(digit?),
            (Self::Size(size) | Self::Extension(size), b'\r') => Self::SizeEnd(size),
            (Self::Size(size), b';' | b' ' | b'\t') => Self::Extension(size),
            (Self::Size(size), _) => Self::Size(size.checked_mul(16)?.checked_add(digit?)?),
            (Self::Extension(_), b'\n') => return None,
            (Self::Extension(_), _) => self,
            (Self::SizeEnd(0), b'\n') | (Self::LineEnd(false), b'\n') => Self::Trailer,
            (Self::SizeEnd(size), b'\n') => Self::Data(size),
            (Self::DataEnd, b'\r') => Self::DataFeed,
            (Self::DataFeed, b'\n') => Self::Start,
            (Self::Trailer, b'\r') => Self::LineEnd(true),
            (Self::Line, b'\r') => Self::LineEnd(false),
            (Self::Trailer | Self::Line, _) => Self::Line,
            (Self::LineEnd(true), b'\n') => Self::Done,
            _ => return None,
        })
    }
}
