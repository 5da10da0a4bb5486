//! Spans of attempts by the semantic conventions for HTTP of OpenTelemetry. Without the feature `tracing` there are none.

#[cfg(feature = "tracing")]
pub(super) use on::AttemptSpan;

#[cfg(not(feature = "tracing"))]
pub(super) use off::AttemptSpan;

/// A URL as it may be seen: the values in its query are left out, since one may be a credential.
#[cfg(any(feature = "tracing", test))]
pub(super) fn visible(url: &str) -> String {
    let Some((before, query)) = url.split_once('?') else { return url.to_owned() };
    let names = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) => format!("{name}=REDACTED"),
        None => "REDACTED".to_owned(),
    });
    format!("{before}?{}", names.collect::<Vec<_>>().join("&"))
}

#[cfg(feature = "tracing")]
mod on {
    use super::super::hook::Attempt;
    use http::{StatusCode, Uri};
    use std::future::Future;
    use tracing::field::Empty;
    use tracing::{Instrument, Span};

    /// The span of an attempt.
    pub(in super::super) struct AttemptSpan(Span);

    impl AttemptSpan {
        pub(in super::super) fn new(attempt: &Attempt<'_>, uri: &Uri) -> Self {
            let Attempt { operation, method, path, number } = *attempt;
            let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
            let span = tracing::info_span!(
                "http.client.request",
                "otel.name" = format_args!("{method} {path}"),
                "otel.kind" = "client",
                "http.request.method" = method,
                "http.request.resend_count" = Empty,
                "http.response.status_code" = Empty,
                "url.full" = super::visible(&uri.to_string()),
                "url.template" = path,
                "server.address" = uri.host(),
                "server.port" = port,
                "error.type" = Empty,
                "openapi.operation" = operation,
            );
            if number > 1 {
                span.record("http.request.resend_count", number - 1);
            }
            Self(span)
        }

        pub(in super::super) fn enter<T>(&self, start: impl FnOnce() -> T) -> T {
            self.0.in_scope(start)
        }

        pub(in super::super) fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0.clone())
        }

        pub(in super::super) fn status(&self, status: StatusCode) {
            self.0.record("http.response.status_code", status.as_u16());
            if status.is_client_error() || status.is_server_error() {
                self.0.record("error.type", status.as_str());
            }
        }

        pub(in super::super) fn error(&self, kind: &'static str) {
            self.0.record("error.type", kind);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::super::hook::Attempt;
    use http::{StatusCode, Uri};
    use std::future::Future;

    /// No span.
    pub(in super::super) struct AttemptSpan;

    impl AttemptSpan {
        pub(in super::super) fn new(_: &Attempt<'_>, _: &Uri) -> Self {
            Self
        }

        #[allow(clippy::unused_self, reason = "the span with tracing has the same methods")]
        pub(in super::super) fn enter<T>(&self, start: impl FnOnce() -> T) -> T {
            start()
        }

        #[allow(clippy::unused_self, reason = "the span with tracing has the same methods")]
        pub(in super::super) fn around<F: Future>(&self, future: F) -> F {
            future
        }

        #[allow(clippy::unused_self, reason = "the span with tracing has the same methods")]
        pub(in super::super) fn status(&self, _: StatusCode) {}

        #[allow(clippy::unused_self, reason = "the span with tracing has the same methods")]
        pub(in super::super) fn error(&self, _: &'static str) {}
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_url_shows_no_value_of_its_query() {
        assert_eq!(
            super::visible("http://a/b?key=SECRET&x&y="),
            "http://a/b?key=REDACTED&REDACTED&y=REDACTED"
        );
        assert_eq!(super::visible("http://a/b"), "http://a/b");
    }
}
