//! What a browser can do itself, and the host needs code for: each function twice, with one
//! meaning. In the page, these would be tables and crates of some 25 kB to load.

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

/// The base to this power; where a browser and the host differ, by a rounding.
#[cfg(not(target_arch = "wasm32"))]
pub fn power(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// The base to this power; where a browser and the host differ, by a rounding.
#[cfg(target_arch = "wasm32")]
pub fn power(base: f64, exponent: f64) -> f64 {
    js_sys::Math::pow(base, exponent)
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
    let mut spaced = String::new();
    for character in text.chars() {
        spaced.push(if character == '+' { ' ' } else { character });
    }
    js_sys::decode_uri_component(&spaced).map_or(spaced, String::from)
}

/// The number in scientific notation with the fewest digits that give the same double back, of
/// these the nearest, of two as near the even: `1.5e-7`, `-1e21`; else `NaN`, `inf`, `-inf`.
#[cfg(not(target_arch = "wasm32"))]
pub fn shortest(value: f64) -> String {
    let text = format!("{value:e}");
    let digits = text.bytes().take_while(|&c| c != b'e').filter(u8::is_ascii_digit).count();
    // Rust takes the upper of two as near, Python and JavaScript the even one.
    let nearest = format!("{value:.0$e}", digits.max(1) - 1);
    if nearest.parse() == Ok(value) { nearest } else { text }
}

/// The number in scientific notation with the fewest digits that give the same double back, of
/// these the nearest, of two as near the even: `1.5e-7`, `-1e21`; else `NaN`, `inf`, `-inf`.
#[cfg(target_arch = "wasm32")]
pub fn shortest(value: f64) -> String {
    browser::write(value, &|number| browser::scientific(number, None))
}

/// The number in scientific notation with this many decimals, its exact value rounded half to
/// even: `2.50e-8`; else `NaN`, `inf`, `-inf`. At most 20 decimals.
#[cfg(not(target_arch = "wasm32"))]
pub fn scientific(value: f64, decimals: usize) -> String {
    format!("{value:.0$e}", decimals)
}

/// The number in scientific notation with this many decimals, its exact value rounded half to
/// even: `2.50e-8`; else `NaN`, `inf`, `-inf`. At most 20 decimals.
#[cfg(target_arch = "wasm32")]
pub fn scientific(value: f64, decimals: usize) -> String {
    browser::write(value, &|number| {
        let digits = |count| browser::scientific(number, Some(count));
        browser::half_to_even(digits(decimals), digits(decimals + browser::MORE))
    })
}

/// The number with this many decimals, its exact value rounded half to even: `0.062`, `-0.000`;
/// else `NaN`, `inf`, `-inf`. At most 20 decimals.
#[cfg(not(target_arch = "wasm32"))]
pub fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.0$}", decimals)
}

/// The number with this many decimals, its exact value rounded half to even: `0.062`, `-0.000`;
/// else `NaN`, `inf`, `-inf`. At most 20 decimals.
#[cfg(target_arch = "wasm32")]
pub fn fixed(value: f64, decimals: usize) -> String {
    browser::write(value, &|number| {
        if value.abs() < 1e21 {
            let digits = |count| number.to_fixed(count);
            return browser::half_to_even(digits(decimals), digits(decimals + browser::MORE));
        }
        // From here on `toFixed` spells no number out. All of them are whole.
        let mut text = browser::whole(value.abs()).to_string();
        if decimals > 0 {
            text.push('.');
        }
        for _ in 0..decimals {
            text.push('0');
        }
        text
    })
}

/// An allocator half as large as std's. It joins what is freed to its free neighbours, and grows
/// in place where it can.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// How JavaScript writes numbers.
#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::prelude::wasm_bindgen;
    use wasm_bindgen::{JsCast, JsValue};

    /// So many digits behind the last tell an exact tie from all else: no double is as near to a
    /// decimal of 20 digits without being that decimal.
    pub const MORE: usize = 70;

    #[wasm_bindgen]
    extern "C" {
        pub type Number;
        #[wasm_bindgen(method, js_name = toExponential)]
        pub fn to_exponential(this: &Number, decimals: Option<usize>) -> String;
        #[wasm_bindgen(method, js_name = toFixed)]
        pub fn to_fixed(this: &Number, decimals: usize) -> String;

        pub type Whole;
        #[wasm_bindgen(js_name = BigInt)]
        pub fn whole(value: f64) -> Whole;
        #[wasm_bindgen(method, js_name = toString)]
        pub fn to_string(this: &Whole) -> String;
    }

    /// Writes the number without its sign, and sets that before: JavaScript has no -0 in text.
    pub fn write(value: f64, digits: &dyn Fn(&Number) -> String) -> String {
        let mut text = if value.is_infinite() {
            "inf".to_owned()
        } else if value.is_nan() {
            return "NaN".to_owned();
        } else {
            digits(JsValue::from(value.abs()).unchecked_ref())
        };
        if value.is_sign_negative() {
            text.insert(0, '-');
        }
        text
    }

    /// The number in scientific notation, without a plus before the exponent.
    pub fn scientific(number: &Number, decimals: Option<usize>) -> String {
        let mut text = number.to_exponential(decimals);
        text.retain(|c| c != '+');
        text
    }

    /// `rounded`, or where that comes from an exact tie, which JavaScript rounds up, and down is
    /// even: `longer`, which has [`MORE`] digits, without these.
    pub fn half_to_even(rounded: String, longer: String) -> String {
        let end = longer.find('e').unwrap_or(longer.len());
        let (digits, exponent) = longer.split_at(end);
        let (kept, rest) = digits.split_at(end - MORE);
        let kept = kept.strip_suffix('.').unwrap_or(kept);
        let tie =
            rest.bytes().enumerate().all(|(i, digit)| digit == if i == 0 { b'5' } else { b'0' });
        let even = kept.bytes().last().is_some_and(|digit| digit % 2 == 0);
        if tie && even { kept.to_owned() + exponent } else { rounded }
    }
}
