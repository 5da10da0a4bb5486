use super::framing::{Chunks, Framing, HeadLimits, framing, head_length};

const LIMITS: HeadLimits = HeadLimits { bytes: 8192, fields: 8 };

fn of(fields: &str) -> Result<Framing, u16> {
    framing(format!("POST /a HTTP/1.1\r\n{fields}\r\n").as_bytes(), LIMITS)
}

#[test]
fn a_head_says_one_thing_about_its_body() {
    assert_eq!(of("Host: a\r\n"), Ok(Framing::Length(0)));
    assert_eq!(of("Host: a\r\nContent-Length: 12\r\n"), Ok(Framing::Length(12)));
    assert_eq!(of("Host: a\r\nTransfer-Encoding: Chunked\r\n"), Ok(Framing::Chunked));
    for doubtful in [
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
        "Content-Length: 1\r\nContent-Length: 1\r\n",
        "Content-Length: 1, 1\r\n",
        "Content-Length: +1\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: \r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length : 1\r\n",
        "Host: b\r\n",
        "X: 1\r\n folded\r\n",
    ] {
        assert_eq!(of(&format!("Host: a\r\n{doubtful}")), Err(400), "{doubtful}");
    }
    assert_eq!(of("Content-Length: 0\r\n"), Err(400), "no host");
    assert_eq!(of("Host: a/b\r\n"), Err(400), "no host but a path");
    assert_eq!(of(&format!("Host: a\r\n{}", "X: 1\r\n".repeat(8))), Err(431));
    assert_eq!(framing(b"GET / HTTP/1.0\r\n\r\n", LIMITS), Ok(Framing::Length(0)));
    assert_eq!(framing(b"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", LIMITS), Err(400));
    assert_eq!(framing(b"PRI * HTTP/2.0\r\n\r\n", LIMITS), Ok(Framing::Frames));
    for (line, status) in
        [("GET / HTTP/2.0", 505), ("GET / HTTP/1.2", 505), ("GET / HTTP/11", 400), ("GET /", 400)]
    {
        assert_eq!(framing(format!("{line}\r\nHost: a\r\n\r\n").as_bytes(), LIMITS), Err(status), "{line}");
    }
}

#[test]
fn the_end_of_a_head_is_found_however_it_arrives() {
    let head = b"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
    for cut in 0..head.len() {
        let (first, seen) =
            (head.get(..cut).expect("a part"), head_length(head.get(..cut).expect("a part"), 0));
        let whole = head.len() - 3;
        assert_eq!(seen, (cut >= whole).then_some(whole), "{}", first.escape_ascii());
        assert_eq!(head_length(head, if seen.is_some() { 0 } else { cut }), Some(whole));
    }
}

#[test]
fn a_body_in_chunks_ends_where_it_ends() {
    let body = b"4;a=\"b\"\r\nabcd\r\n0A\r\n0123456789\r\n0\r\nX: 1\r\n\r\nGET";
    for cut in 0..body.len() - 3 {
        let mut chunks = Chunks::Start;
        let (first, second) = body.split_at(cut);
        assert_eq!(chunks.skip(first), Some(cut));
        assert_eq!(chunks.skip(second), Some(body.len() - 3 - cut));
        assert_eq!(chunks, Chunks::Done);
    }
    for broken in
        ["\r\n", "x\r\n", "1\n", "1\r\nab", "1\r\na\n", "ffffffffffffffff1\r\n", "1;\n", "0\r\n\rx", "-1\r\n"]
    {
        assert_eq!(Chunks::Start.skip(broken.as_bytes()), None, "{broken:?}");
    }
}
