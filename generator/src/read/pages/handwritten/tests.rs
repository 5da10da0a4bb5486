use crate::read::pages::testing::{at, read};

const SCHEMA: &str = "paths /things/{id} post requestBody content application/json schema";

#[test]
fn a_command_is_a_sample_of_the_request() {
    let page = "# Add\n\n`POST /things/{id}`\n\n```bash\ncurl -X POST 'https://a.example/v1/things/7' -H 'Authorization: Bearer T' -d '{\"size\": 1.5}'\n```\n\n```bash\ncurl -X GET https://a.example/token\n```\n";
    let (tree, said) = read(page);
    let tree = tree.unwrap();
    assert_eq!(said, []);
    assert_eq!(at(&tree, "servers 0 url").as_deref(), Some("https://a.example/v1"));
    assert_eq!(at(&tree, &format!("{SCHEMA} properties size type")).as_deref(), Some("number"));
    assert_eq!(at(&tree, "components securitySchemes bearerAuth scheme").as_deref(), Some("bearer"));
}

#[test]
fn fields_of_lists_stand_below_the_field_above_them() {
    let page = "# Add\n\n`POST /things/{id}`\n\n## Request Body\n\n* `key` - _object_ - What signs.\n  * `curve` - _(Optional) string_ - Which.\n* `tags` - string list - Any.\n\nNote: all of it is checked.\n";
    let (tree, said) = read(page);
    let tree = tree.unwrap();
    assert_eq!(said, []);
    let text = |path: &str| at(&tree, &format!("{SCHEMA} properties {path}"));
    assert_eq!(text("key properties curve type").as_deref(), Some("string"));
    assert_eq!(text("key description").as_deref(), Some("What signs."));
}

#[test]
fn tables_without_a_head_and_with_stars_are_read() {
    let page = "# Add\n\n`POST /things/{id}`\n\n## Request body\n\n|  |  |  |\n| --- | --- | --- |\n| `name` <mark>\\*</mark> | `String` | What it is called. |\n| `a.b` | Int | More. |\n\n## Required Permissions\n\n| Name | When |\n| --- | --- |\n| `Things:Add` | always |\n";
    let (tree, said) = read(page);
    let tree = tree.unwrap();
    assert_eq!(said, []);
    assert_eq!(at(&tree, &format!("{SCHEMA} required 0")).as_deref(), Some("name"));
    assert_eq!(at(&tree, &format!("{SCHEMA} properties a.b type")).as_deref(), Some("integer"));
    assert!(at(&tree, &format!("{SCHEMA} properties Things:Add type")).is_none());
}

#[test]
fn a_parameter_that_no_path_holds_is_left_out() {
    let page = "# Get\n\n`GET /things/{id}/{part}`\n\n## Path parameters\n\n| Name | Type |\n| --- | --- |\n| id | string |\n| part | string |\n| other | string |\n";
    let tree = read(page).0.unwrap();
    let name =
        |index: usize| at(&tree, &format!("paths /things/{{id}}/{{part}} get parameters {index} name"));
    assert_eq!((name(0).as_deref(), name(1).as_deref(), name(2)), (Some("id"), Some("part"), None));
}

#[test]
fn what_recurs_gets_one_name() {
    let page = "# Add\n\n### POST /things\n\n## Request Header\n\n| Header | Description |\n| --- | --- |\n| Track-Id | Which call. |\n\n## Request body\n\n| Field | Type |\n| --- | --- |\n| state | string |\n\n## Response\n\n```json\n{\"error\": {\"code\": \"x\", \"text\": \"y\"}}\n```\n";
    let both = format!("{page}\n{}", page.replace("### POST", "### PUT"));
    let tree = read(&both).0.unwrap();
    for method in ["post", "put"] {
        let reference = at(&tree, &format!("paths /things {method} parameters 0 $ref"));
        assert_eq!(reference.as_deref(), Some("#/components/parameters/TrackId"));
    }
    assert_eq!(at(&tree, "components parameters TrackId name").as_deref(), Some("Track-Id"));
}

#[test]
fn a_table_or_a_command_names_an_operation_as_well() {
    let card = "# Thing\n\n| Method | GET |\n| --- | --- |\n| URL | {{host}}/things/{id} |\n\n**Response body**\n\n| Name | Type |\n| --- | --- |\n| parts[].size | Int |\n";
    let tree = read(card).0.unwrap();
    let size = "paths /things/{id} get responses 200 content application/json schema properties parts items properties size type";
    assert_eq!(at(&tree, size).as_deref(), Some("integer"));
    let commands = "# Things\n\n    curl https://a.example/things\n\nIt answers:\n\n    [{\"id\": 1}]\n\nTo add one:\n\n    curl https://a.example/things -d '{\"size\": 2}'\n\nIt answers:\n\n    {\"id\": 2}\n";
    let tree = read(commands).0.unwrap();
    for path in [
        "get responses 200 content application/json schema items properties id type",
        "post requestBody content application/json schema properties size type",
        "post responses 200 content application/json schema properties id type",
    ] {
        assert_eq!(at(&tree, &format!("paths /things {path}")).as_deref(), Some("number"), "{path}");
    }
}

#[test]
fn blocks_in_columns_are_fields() {
    let page = "# Things\n\n`GET /things`\n\nAuthentication: HTTP Basic, with the key as the user name.\n\nQuery:\n\n    page      int     page number\n                      (1..100)\n    state     enum    open | closed, optional\n    since     rfc3339 only later ones\n\nResponse (200):\n\n    {\"total\": 1}\n";
    let (tree, said) = read(page);
    let tree = tree.unwrap();
    assert_eq!(said, []);
    let of = |at_: &str| at(&tree, &format!("paths /things get parameters {at_}"));
    assert_eq!(of("0 name").as_deref(), Some("page"));
    assert_eq!(of("0 in").as_deref(), Some("query"));
    assert_eq!(of("0 schema maximum").as_deref(), Some("100"));
    assert_eq!(of("1 schema enum 1").as_deref(), Some("closed"));
    assert_eq!(of("2 schema format").as_deref(), Some("date-time"));
    assert_eq!(at(&tree, "components securitySchemes basicAuth scheme").as_deref(), Some("basic"));
}
