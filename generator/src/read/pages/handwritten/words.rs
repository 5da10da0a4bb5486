//! The words of headings, labels and heads of columns, in English whatever language a page is written in.

/// What the words of other languages mean where they stand above a section or a column. Scripts without spaces are found
/// within a text, so what is longer stands first.
const FOREIGN: &[(&str, &str)] = &[
    // German
    ("anfrage", "request"),
    ("antwort", "response"),
    ("antworten", "responses"),
    ("rückgabe", "response"),
    ("fehler", "errors"),
    ("fehlercodes", "errors"),
    ("kopfzeilen", "headers"),
    ("pfadparameter", "path parameters"),
    ("queryparameter", "query parameters"),
    ("abfrageparameter", "query parameters"),
    ("beispiel", "example"),
    ("feld", "field"),
    ("felder", "fields"),
    ("typ", "type"),
    ("datentyp", "type"),
    ("pflicht", "required"),
    ("pflichtfeld", "required"),
    ("erforderlich", "required"),
    ("beschreibung", "description"),
    ("bedeutung", "meaning"),
    ("standardwert", "default value"),
    ("werte", "values"),
    // French
    ("requête", "request"),
    ("réponse", "response"),
    ("erreurs", "errors"),
    ("paramètre", "parameter"),
    ("paramètres", "parameters"),
    ("corps", "body"),
    ("en-têtes", "headers"),
    ("têtes", "headers"),
    ("exemple", "example"),
    ("champ", "field"),
    ("champs", "fields"),
    ("requis", "required"),
    ("obligatoire", "required"),
    ("nom", "name"),
    ("défaut", "default"),
    ("chemin", "path"),
    // Spanish, Portuguese, Italian
    ("solicitud", "request"),
    ("petición", "request"),
    ("requisição", "request"),
    ("richiesta", "request"),
    ("respuesta", "response"),
    ("respuestas", "responses"),
    ("resposta", "response"),
    ("risposta", "response"),
    ("errores", "errors"),
    ("erros", "errors"),
    ("errori", "errors"),
    ("parámetro", "parameter"),
    ("parámetros", "parameters"),
    ("parâmetro", "parameter"),
    ("parâmetros", "parameters"),
    ("parametro", "parameter"),
    ("parametri", "parameters"),
    ("cuerpo", "body"),
    ("corpo", "body"),
    ("encabezados", "headers"),
    ("cabeceras", "headers"),
    ("cabeçalhos", "headers"),
    ("intestazioni", "headers"),
    ("ejemplo", "example"),
    ("exemplo", "example"),
    ("esempio", "example"),
    ("campo", "field"),
    ("campos", "fields"),
    ("tipo", "type"),
    ("obligatorio", "required"),
    ("requerido", "required"),
    ("obrigatório", "required"),
    ("obbligatorio", "required"),
    ("descripción", "description"),
    ("descrição", "description"),
    ("descrizione", "description"),
    ("nombre", "name"),
    ("nome", "name"),
    ("ruta", "path"),
    ("caminho", "path"),
    ("consulta", "query"),
    ("código", "code"),
    ("padrão", "default"),
    // Russian
    ("запрос", "request"),
    ("запроса", "request"),
    ("ответ", "response"),
    ("ошибки", "errors"),
    ("параметр", "parameter"),
    ("параметры", "parameters"),
    ("заголовки", "headers"),
    ("тело", "body"),
    ("пример", "example"),
    ("поле", "field"),
    ("тип", "type"),
    ("обязательный", "required"),
    ("описание", "description"),
    // Chinese
    ("请求", "request"),
    ("响应", "response"),
    ("返回", "response"),
    ("参数名", "name"),
    ("参数", "parameters"),
    ("错误", "errors"),
    ("路径", "path"),
    ("查询", "query"),
    ("示例", "example"),
    ("类型", "type"),
    ("是否必填", "required"),
    ("是否必须", "required"),
    ("必填", "required"),
    ("必选", "required"),
    ("默认值", "default"),
    ("说明", "description"),
    ("描述", "description"),
    ("名称", "name"),
    ("字段", "field"),
    ("状态码", "status code"),
    ("含义", "meaning"),
    ("头", "headers"),
    ("体", "body"),
    // Japanese
    ("リクエスト", "request"),
    ("レスポンス", "response"),
    ("パラメーター", "parameters"),
    ("パラメータ", "parameters"),
    ("ヘッダー", "headers"),
    ("ヘッダ", "headers"),
    ("ボディ", "body"),
    ("エラー", "errors"),
    ("パス", "path"),
    ("クエリ", "query"),
    ("フィールド", "field"),
    ("必須", "required"),
    ("説明", "description"),
    ("名前", "name"),
    ("例", "example"),
    ("型", "type"),
    // Korean
    ("요청", "request"),
    ("응답", "response"),
    ("매개변수", "parameters"),
    ("파라미터", "parameters"),
    ("헤더", "headers"),
    ("필수", "required"),
    ("설명", "description"),
    ("타입", "type"),
    ("이름", "name"),
    ("예시", "example"),
];

/// The words of a text, in lower case and in English where they are known.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut lower = text.to_lowercase();
    let spaced = |c: char| c.is_ascii() || ('\u{80}'..'\u{2e80}').contains(&c);
    if !lower.chars().all(spaced) {
        for (foreign, english) in FOREIGN.iter().filter(|(foreign, _)| !foreign.chars().all(spaced)) {
            if lower.contains(foreign) {
                lower = lower.replace(foreign, &format!(" {english} "));
            }
        }
    }
    let apart = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words = Vec::new();
    for word in apart {
        match FOREIGN.iter().find(|(foreign, _)| *foreign == word) {
            Some((_, english)) => words.extend(english.split(' ').map(str::to_owned)),
            None => words.push(word.to_owned()),
        }
    }
    words
}

/// Whether a text can be the name of a field: no sentence.
pub(super) fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=3).contains(&words) && text.len() <= 80 && !text.contains(['|', '{', '}', ':', '(', '<'])
}

/// Whether two names are one, case and spaces aside.
pub(super) fn alike(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// A name without its case and its spaces.
pub(super) fn plain(text: &str) -> String {
    text.to_ascii_lowercase().replace([' ', '_', '-'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_languages_are_known() {
        for (text, expected) in [
            ("Query-Parameter", "query parameter"),
            ("Pfadparameter", "path parameters"),
            ("Paramètres de la requête", "parameters de la request"),
            ("请求参数", "request parameters"),
            ("レスポンスの例", "response の example"),
            ("Tipo de dato", "type de dato"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }
}
