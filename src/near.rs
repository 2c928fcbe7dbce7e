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
    // A row for each letter of one word, from its beginning: how many it takes to each beginning of the other.
    let width = b.len() + 1;
    let mut table: Vec<usize> = (0..width).collect();
    for i in 1..=a.len() {
        table.push(i);
        for j in 1..width {
            let wrong = usize::from(a[i - 1] != b[j - 1]);
            let above = (i - 1) * width + j;
            let mut least = (table[above - 1] + wrong).min(table[above] + 1);
            least = least.min(table[i * width + j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(table[above - width - 2] + 1);
            }
            table.push(least);
        }
    }
    table[a.len() * width + b.len()]
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
