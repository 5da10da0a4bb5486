use super::*;

fn show(children: &[Child<'_>]) -> String {
    let mut text = String::new();
    for child in children {
        match child {
            Child::Text(part, _) => text += part.trim(),
            Child::Code(code) => text += &format!("[{}:{}]", code.info, code.text.trim()),
            Child::Element(element) => {
                let attributes: Vec<String> = element
                    .attributes
                    .iter()
                    .map(|attribute| format!(" {}={}", attribute.name, attribute.value.unwrap_or("!")))
                    .collect();
                text += &format!("({}{} {})", element.name, attributes.concat(), show(&element.children));
            }
        }
    }
    text
}

#[test]
fn components_nest_and_code_holds_none() {
    for (text, expected) in [
        ("<A b=\"c\" d>x</A>", "(A b=c d=! x)"),
        ("<A b={true} c={`x`} e={[\"1\", \"}\"]} />y", "(A b=true c=x e=[\"1\", \"}\"] )y"),
        ("`<A>` <B>\n  ```json T\n  <C>\n  ```\n</B>", "`<A>`(B [json T:<C>])"),
        ("<A><B>x</A>y", "(A (B )x)y"),
        ("<A>x", "(A x)"),
        ("a < b </A> <br/>", "a < b <br/>"),
        ("<A\n  b='c > d'\n>x</A><!-- <B> -->", "(A b=c > d x)"),
    ] {
        let expected_shown = show(&read(text, Syntax::Jsx));
        assert_eq!(expected_shown.replace(" <br", "<br"), expected.replace(" <br", "<br"), "{text}");
    }
}

#[test]
fn liquid_blocks_nest() {
    let text = "{% a b=\"c \\\" d\" e=2 %}\n{% x %}\n{% a-b %}y{% enda-b %}\n{% enda %}";
    assert_eq!(show(&read(text, Syntax::Liquid)), "(a b=c \\\" d e=2 (x )(a-b y))");
    assert_eq!(show(&read("{% a ", Syntax::Liquid)), "{% a");
}

#[test]
fn what_nests_too_deep_is_let_go() {
    let text = "<A>".repeat(1000) + "x" + &"</A>".repeat(1000);
    assert_eq!(show(&read(&text, Syntax::Jsx)).matches("(A").count(), MAX_NESTING);
}
