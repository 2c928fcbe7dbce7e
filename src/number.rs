//! Numbers and text: as Python writes them, as a link holds them, as a person reads and types them.

mod decimal;
mod marked;

use std::fmt;

pub use marked::{Mark, Shape};

use decimal::read;

/// Reads a number as people write it: with a decimal comma or a typographic minus too. A number
/// beyond the range of a double becomes infinite; what is not a number, as NaN, is `None`. What a person
/// writes is read by [`meant`].
pub fn parse(text: &str) -> Option<f64> {
    let text = bare(text);
    let decimal = |character| match character {
        '−' => '-',
        ',' => '.',
        other => other,
    };
    read(text).or_else(|| read(&text.chars().map(decimal).collect::<String>()))
}

/// The same, if it can be meant in one way only.
///
/// # Errors
/// With the [`readings`] of the text if it could be taken for another number than was meant; with none if
/// it is no number.
pub fn meant(text: &str) -> Result<f64, Vec<f64>> {
    let readings = readings(text, false);
    // A comma at the end separates, or ends a phrase.
    match parse(text) {
        Some(value) if readings.is_empty() && !bare(text).ends_with(',') => Ok(value),
        _ => Err(readings),
    }
}

/// A text without the blanks around it, and without the mark that some programs put before all.
pub fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('\u{feff}').map_or(text, str::trim)
}

/// What a text may mean that had better be written otherwise: of digits parted in threes, as
/// `10,000`, `1 000` or `1'000'000`, the number without the signs between, and with a single comma
/// also the decimal; of zeros in front the number without; of a whole number that no double is nearest to and
/// has its digits, the nearest. Nothing for any other text. With `points` a point may part thousands, too.
pub fn readings(text: &str, points: bool) -> Vec<f64> {
    let text = bare(text);
    let (mut groups, mut size, mut point, mut decimals) = (1, 0, false, 0);
    let (mut threes, mut padded, mut plain) = (true, false, true);
    for (place, character) in text.chars().enumerate() {
        match character {
            '0'..='9' if point => {}
            '0'..='9' => {
                size += 1;
                padded |= groups == 1 && size == 1 && character == '0';
            }
            '+' | '-' | '−' if place == 0 => {}
            _ if !point && (parts(character) || (points && character == '.')) => {
                threes &= size == 3 || (groups == 1 && (size == 1 || size == 2));
                decimals += usize::from(matches!(character, ',' | '.'));
                (groups, size, plain) = (groups + 1, 0, false);
            }
            '.' => (point, plain) = (true, false),
            _ => (threes, plain) = (false, false),
        }
    }
    let mut readings = Vec::new();
    if groups > 1 && threes && size == 3 && !padded {
        let mut joined = String::new();
        for character in text.chars() {
            if !parts(character) && (point || character != '.') {
                joined.push(character);
            }
        }
        readings.extend(parse(&joined));
        if groups == 2 && decimals == 1 && !point {
            readings.extend(parse(text));
        }
    } else if groups == 1 && padded && size > 1 {
        readings.extend(parse(text));
    } else if plain && size > 15 {
        let nearest = parse(text).unwrap_or_default();
        // Of a large one its shortest digits and zeros are what a script writes.
        if let Ok((mantissa, exponent)) = shortest(nearest.abs())
            && !text.ends_with(&spelled(&mantissa, exponent))
        {
            readings.push(nearest);
        }
    }
    readings
}

/// What people put between the digits of a large number.
fn parts(character: char) -> bool {
    matches!(character, ',' | '\'' | '’' | '_') || character.is_whitespace()
}

/// The number as Python's `repr` of a float: the fewest digits that give the same double back,
/// `1e-05` below 10⁻⁴ and `1e+16` from 10¹⁶ on, else with a decimal point.
pub fn repr(value: f64) -> String {
    match shortest(value) {
        Err(name) => name.to_ascii_lowercase(),
        Ok((mantissa, exponent)) if !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { "e-" } else { "e+" };
            let zero = if exponent.abs() < 10 { "0" } else { "" };
            mantissa + sign + zero + &exponent.abs().to_string()
        }
        Ok((mantissa, exponent)) => {
            let text = spelled(&mantissa, exponent);
            if text.bytes().any(|c| c == b'.') { text } else { text + ".0" }
        }
    }
}

/// The number with the fewest digits that give the same double back, as short as it goes: `1`,
/// `0.01`, `1e-7`.
pub fn short(value: f64) -> String {
    // Of these a drawing has hundreds.
    if (0.0..1e6).contains(&value) && value.fract() == 0.0 && value.is_sign_positive() {
        return (value as usize).to_string();
    }
    match shortest(value) {
        Err(name) => name,
        Ok((mantissa, exponent)) if !(-5..16).contains(&exponent) => {
            mantissa + "e" + &exponent.to_string()
        }
        Ok((mantissa, exponent)) => spelled(&mantissa, exponent),
    }
}

/// Numbers as a link holds a list of them: `1,0.01,1e-7`.
pub fn list(values: &[f64]) -> String {
    let mut text = String::new();
    for (index, &value) in values.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&short(value));
    }
    text
}

/// A number that displays itself as [`short`] writes it.
pub struct Short(pub f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&short(self.0))
    }
}

/// A whole number as an exponent: `⁻¹²`.
pub fn raised(n: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = n.unsigned_abs().to_string();
    let mut raised = if n < 0 { "⁻" } else { "" }.to_owned();
    for digit in digits.bytes() {
        raised.push(DIGITS[usize::from(digit - b'0')]);
    }
    raised
}

/// n × 10ᵏ. Dividing by a power of ten rounds once where multiplying by 10⁻ᵏ would round twice.
pub fn decimal(n: i64, exponent: i32) -> f64 {
    let power = 10f64.powi(exponent.abs());
    if exponent < 0 { n as f64 / power } else { n as f64 * power }
}

/// The number rounded to a multiple of 10^`exponent`, as short as it goes.
pub fn rounded(value: f64, exponent: i32) -> String {
    let unit = 10f64.powi(exponent.abs());
    // Dividing by a power of ten rounds once where multiplying by 10⁻ᵏ would round twice.
    let value =
        if exponent < 0 { (value * unit).round() / unit } else { (value / unit).round() * unit };
    short(value + 0.0)
}

/// The number rounded to at most `digits` significant digits, 1 to 20 of them, as short as it
/// goes: `0.1`, `15`, `4.19e6`; a zero has no sign.
pub fn few(value: f64, digits: usize) -> String {
    let value = parse(&scientific(value, digits.max(1) - 1)).unwrap_or(value) + 0.0;
    match shortest(value) {
        Ok((mantissa, exponent)) if exponent >= 6 => mantissa + "e" + &exponent.to_string(),
        _ => short(value),
    }
}

/// The number rounded to `digits` significant digits, 1 to 20 of them, for reading: `21.7`,
/// `0.0624`, `1.2e-7`, `3.1e+12`; trailing zeros are kept, so that a number does not change its
/// width as it runs. A zero has no sign.
pub fn significant(value: f64, digits: usize) -> String {
    let (value, after) = (value + 0.0, digits.max(1) - 1);
    match split(scientific(value, after)) {
        Err(_) if value.is_nan() => "not a number".to_owned(),
        Err(_) => if value > 0.0 { "∞" } else { "−∞" }.to_owned(),
        Ok((_, exponent @ -4..6)) => fixed(value, (after as i32 - exponent).max(0) as usize),
        Ok((mantissa, exponent)) => mantissa + "e" + &exponent.to_string(),
    }
}

/// The number with this many decimals, its exact value rounded half to even: `0.062`, `-0.000`;
/// else `NaN`, `inf`, `-inf`.
pub fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}")
}

/// The number in scientific notation with this many decimals, its exact value rounded half to even:
/// `2.50e-8`; else `NaN`, `inf`, `-inf`.
fn scientific(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$e}")
}

/// Mantissa and decimal exponent with the fewest digits that give the same double back, of these the
/// nearest, of two as near the even; of a number that is not finite, only its name.
fn shortest(value: f64) -> Result<(String, i32), String> {
    let text = format!("{value:e}");
    let digits = text.bytes().take_while(|&c| c != b'e').filter(u8::is_ascii_digit).count();
    // Rust takes the upper of two as near, Python and JavaScript the even one.
    let nearest = scientific(value, digits.max(1) - 1);
    split(if nearest != text && read(&nearest) == Some(value) { nearest } else { text })
}

/// The two sides of the e, or the text itself where there is none.
fn split(text: String) -> Result<(String, i32), String> {
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            Ok((mantissa.to_owned(), read(exponent).unwrap_or_default() as i32))
        }
        None => Err(text),
    }
}

/// The digits of a mantissa with its point where the exponent moves it.
fn spelled(mantissa: &str, exponent: i32) -> String {
    let mut text = String::new();
    // How many digits there are before the point; where there are none, zeros make up for them.
    let before = exponent + 1;
    let mut place = 0;
    for character in mantissa.chars() {
        match character {
            '-' => text.push('-'),
            '.' => {}
            digit => {
                if place == 0 && before <= 0 {
                    text.push_str("0.");
                    for _ in before..0 {
                        text.push('0');
                    }
                } else if place == before {
                    text.push('.');
                }
                text.push(digit);
                place += 1;
            }
        }
    }
    for _ in place..before {
        text.push('0');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_pythons() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (30.0, "30.0"),
            (0.5549999475479126, "0.5549999475479126"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.25e300, "1.25e+300"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(repr(value), text);
        }
    }

    #[test]
    fn short_is_as_short_as_it_goes() {
        for (value, text) in [(1.0, "1"), (0.01, "0.01"), (1e-7, "1e-7"), (1e300, "1e300")] {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn few_drops_what_it_can() {
        for (value, digits, text) in
            [(0.1 - 1e-17, 2, "0.1"), (-0.0, 4, "0"), (4.194e6, 3, "4.19e6"), (2e-9, 2, "2e-9")]
        {
            assert_eq!(few(value, digits), text);
        }
    }

    #[test]
    fn rounded_has_no_digits_below_its_unit() {
        for (value, exponent, text) in
            [(0.304, -1, "0.3"), (2.996, -2, "3"), (-0.25, 0, "0"), (1_234.0, 2, "1200")]
        {
            assert_eq!(rounded(value, exponent), text);
        }
    }

    #[test]
    fn significant_keeps_its_digits() {
        for (value, text) in [
            (30.0, "30.0"),
            (21.674999, "21.7"),
            (0.0623791, "0.0624"),
            (9.999, "10.0"),
            (-0.0, "0.00"),
            (1.2345e-7, "1.23e-7"),
            (123456.0, "123456"),
            (9_999_999.0, "1.00e7"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(significant(value, 3), text);
        }
    }
}
