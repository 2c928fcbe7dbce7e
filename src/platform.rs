//! What a browser can do itself, and the host needs code for: each function twice, with one
//! meaning. In the page, these would be tables and crates of some 15 kB to load.

/// The double nearest to a decimal of digits, sign, point and exponent; NaN for anything else.
#[cfg(not(target_arch = "wasm32"))]
pub fn read_decimal(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// The double nearest to a decimal of digits, sign, point and exponent; NaN for anything else.
#[cfg(target_arch = "wasm32")]
pub fn read_decimal(text: &str) -> f64 {
    wasm_bindgen::JsValue::from(text).unchecked_into_f64()
}

/// A name or a value of a query string without its encoding. What is badly encoded stays as far
/// as it can be read.
#[cfg(not(target_arch = "wasm32"))]
pub fn decode(text: &str) -> String {
    // After a first `=`, everything without `&` is one value.
    let pair = "=".to_owned() + text;
    form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

/// A name or a value of a query string without its encoding. What is badly encoded stays as it
/// is.
#[cfg(target_arch = "wasm32")]
pub fn decode(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '+' { ' ' } else { c }).collect();
    js_sys::decode_uri_component(&text).map_or(text, String::from)
}
