//! What the headings of operations begin with.

/// Words that begin the name of what an operation does.
const VERBS: &str = "\
    accept acknowledge activate add allow apply approve archive assign attach authenticate authorize \
    calculate cancel capture change check clone close complete confirm convert copy count create deactivate \
    decline delete deny detach detect disable download duplicate edit enable execute export fetch find \
    generate get grant import insert install invoke issue list lock lookup make merge modify move open patch \
    pay perform ping publish put query read receive refund register reject remove rename reopen replace \
    resend reset resolve restore resume retrieve retry reverse revoke rotate save search send set show start \
    stop submit subscribe suspend synchronize terminate translate turn unblock unlink unlock unsubscribe \
    update upload upsert validate verify";

/// Verbs that are nouns as often: they are verbs where an article follows.
const NOUNS: &str = "\
    batch begin block book bulk deploy end estimate invite launch link login logout mark order pause place \
    post process record release render report request return run scan schedule share sign sync test toggle \
    track transfer transition trigger use view void write";

/// Words that say of a heading only that something is described.
const GENERIC: [&str; 20] = [
    "basic",
    "facts",
    "general",
    "info",
    "information",
    "summary",
    "api",
    "authentication",
    "description",
    "details",
    "endpoint",
    "endpoints",
    "http",
    "introduction",
    "overview",
    "reference",
    "uri",
    "url",
    "urls",
    "usage",
];

/// The words of a heading in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

/// Whether a text begins with a verb.
pub(super) fn is_deed(text: &str) -> bool {
    let words = words(text);
    // `Refunds API` is what deeds are listed under.
    if words.last().is_some_and(|last| last == "api") {
        return false;
    }
    let mut words = words.iter().skip_while(|word| word.parse::<u32>().is_ok());
    let Some(first) = words.next() else { return false };
    let mut verbs = VERBS.split_whitespace();
    let article =
        |next: &String| matches!(next.as_str(), "a" | "an" | "all" | "each" | "the" | "this" | "your");
    verbs.any(|verb| first == verb || first.strip_suffix('s') == Some(verb))
        || NOUNS.split_whitespace().any(|verb| first == verb) && words.next().is_some_and(article)
}

/// Whether a heading says only that something is described.
pub(super) fn is_generic(text: &str) -> bool {
    words(text).iter().all(|word| GENERIC.contains(&word.as_str()))
}
