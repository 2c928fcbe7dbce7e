//! Names that are looked up, however many there are.

use std::collections::BinaryHeap;

/// Where each of some names stands in their list.
pub struct Index<'a>(Vec<(&'a str, usize)>);

impl<'a> Index<'a> {
    /// The index of these names, in the order in which they stand.
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        // A heap sorts as well as a sort would, in a twentieth of its code.
        let heap: BinaryHeap<_> = names.into_iter().zip(0..).collect();
        Index(heap.into_sorted_vec())
    }

    /// Where the name stands; where it does first, if it does twice.
    pub fn find(&self, name: &str) -> Option<usize> {
        let first = self.0.partition_point(|&(other, _)| other < name);
        self.0.get(first).filter(|&&(other, _)| other == name).map(|&(_, place)| place)
    }

    /// A name that stands there twice.
    pub fn twice(&self) -> Option<&'a str> {
        self.0.windows(2).find(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_stand() {
        let names = Index::new(["w", "b", "a"]);
        assert_eq!(
            ["w", "b", "a", "c", ""].map(|name| names.find(name)),
            [Some(0), Some(1), Some(2), None, None]
        );
        assert_eq!(names.twice(), None);
    }

    #[test]
    fn of_a_name_that_stands_there_twice_the_first_is_found() {
        let names = Index::new(["b", "w", "a", "w"]);
        assert_eq!((names.find("w"), names.twice()), (Some(1), Some("w")));
    }
}
