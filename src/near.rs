//! Which word may have been meant by one that is not known.

/// The longest word that is compared, in characters.
const LONGEST: usize = 40;

/// The name nearest to a word, if one is so near that it may be meant: every third letter may be wrong, missing,
/// too many, or change places with the next. Capitals count for nothing. None for a word under three letters.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = letters(word);
    if !(3..=LONGEST).contains(&word.len()) {
        return None;
    }
    let mut nearest = None;
    for name in names {
        let distance = distance(&word, &letters(name));
        if distance <= word.len() / 3 && nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, name));
        }
    }
    nearest.map(|(_, name)| name)
}

fn letters(word: &str) -> Vec<char> {
    word.chars().take(LONGEST + 1).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many changes it takes from one word to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    // The rows of the table for two letters back, one letter back, and this letter.
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let wrong = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[1][j - 1] + wrong).min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = least;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_word_is_near_that_differs_by_every_third_letter() {
        let names = ["HuberLoss", "L1Loss", "MSELoss", "delta", "sin"];
        for (word, meant) in [
            ("HubberLoss", Some("HuberLoss")),
            ("huberloss", Some("HuberLoss")),
            ("Huber_Loss", Some("HuberLoss")),
            ("L1loss", Some("L1Loss")),
            ("MESLoss", Some("MSELoss")),
            ("dleta", Some("delta")),
            ("sni", Some("sin")),
            ("sine", Some("sin")),
            ("dt", None),
            ("", None),
            ("alpha", None),
            (&"Loss".repeat(1000), None),
        ] {
            assert_eq!(nearest(word, names), meant, "{word}");
        }
    }
}
