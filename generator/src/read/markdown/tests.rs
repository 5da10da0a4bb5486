use super::*;
use crate::source::Sources;

fn blocks(text: &str) -> Vec<Block> {
    let mut sources = Sources::new();
    let file = sources.add("page.md", text);
    Page::parse(file, text).blocks
}

#[test]
fn headings_items_and_paragraphs_are_plain() {
    let text = "# A *b* `c` <a href=\"#top\" id=\"top\"></a>\n\ntext <string> &amp; more\n\n- one\n  - two `x`\n\n    three\n";
    let found: Vec<_> = blocks(text).into_iter().map(|block| (block.depth, block.kind)).collect();
    let paragraph = |text: &str| BlockKind::Paragraph(text.to_owned());
    assert_eq!(
        found,
        [
            (0, BlockKind::Heading(1, "A b c".to_owned())),
            (0, paragraph("text <string> & more")),
            (1, BlockKind::Item),
            (1, paragraph("one")),
            (2, BlockKind::Item),
            (2, paragraph("two x")),
            (2, paragraph("three")),
        ]
    );
}

#[test]
fn tables_of_both_kinds_have_cells_with_places() {
    let gfm = "| A | B |\n| --- | --- |\n| `a` | x <br> y |\n";
    let html = "<table><thead><tr><th width=\"9\">A</th><th>B</th></tr></thead><tbody><tr><td>a</td>\n\n<td>x &lt; y</td></tr></tbody></table>\n\nafter\n";
    for (text, last) in [(gfm, "x \n y"), (html, "x < y")] {
        let blocks = blocks(text);
        let Some(BlockKind::Table(table)) = blocks.first().map(|block| &block.kind) else {
            panic!("{blocks:?}")
        };
        let texts: Vec<_> = table.head.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["A", "B"]);
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0][1].text, last);
        assert!(text.get(table.rows[0][0].range.clone()).unwrap().contains('a'));
    }
}

#[test]
fn fences_keep_their_places_and_lose_the_indentation_of_their_list() {
    let text = "- item\n\n  ```json a\n  {\n  ```\n\n~~~\nopen";
    let blocks = blocks(text);
    let fences: Vec<_> = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Fence(fence) => Some((fence.info.as_str(), fence.text.as_str(), fence.closed)),
            _ => None,
        })
        .collect();
    assert_eq!(fences, [("json a", "{\n", true), ("", "open", false)]);
}

#[test]
fn html_of_any_depth_is_read() {
    let text = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(plain_text(&text).trim(), "x");
    assert!(!blocks(&text).is_empty());
}
