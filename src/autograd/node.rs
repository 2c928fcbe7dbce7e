//! A node of a graph: one operation, in as few bytes as it can be told.
//!
//! What bounds both passes is how many bytes and instructions a node takes, so it is one entry of
//! one vector: its inputs, its value, and one number more, which is the number that it reads, if
//! any, or else the local derivative of an operation of one input. In one of two nodes it is 1, −1, or
//! the other's value: a sweep finds it where it is. Only operations that are not linear are asked for
//! their pullback as it stands.

use super::{Float, Op};

/// Which node: its place in recording order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The node at this index; a graph never grows beyond what an identity can tell.
    #[inline(always)]
    pub(super) fn new(index: usize) -> Self {
        NodeId(index as u32)
    }

    /// The index of the node in every slice of the graph.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One recorded operation: what it reads, and its value.
#[derive(Clone, Copy, Debug)]
pub struct Node<F> {
    /// The first input with the operation's code above it and [`LOCAL`](Node::LOCAL) at the top;
    /// the second, or the exponent. [`ABSENT`](Node::ABSENT) is a number or no input at all. A leaf
    /// has its place among the leaves for its first.
    inputs: [u32; 2],
    /// The number that it reads; or its local derivative ∂self/∂input, if it is marked so.
    slot: F,
    value: F,
}

impl<F: Float> Node<F> {
    /// Bits of an input's index; the code of the operation stands above them.
    const INDEX_BITS: u32 = 26;
    /// An index that no node has.
    const ABSENT: u32 = (1 << Self::INDEX_BITS) - 1;
    /// Set where the slot is all that a sweep needs: g times it goes to the one node that is read.
    const LOCAL: u32 = 1 << 31;
    /// Takes an exponent out of the way of indices: only those below −2³¹ + 2²⁶ are still there.
    const ASIDE: u32 = 1 << 31;

    /// The most nodes of a graph.
    pub(super) const MOST: usize = Self::ABSENT as usize;

    #[inline(always)]
    fn new(op: Op, [a, b]: [u32; 2], slot: F, is_local: bool, value: F) -> Self {
        let (code, exponent) = op.encode();
        let b = exponent.map_or(b, |n| n.cast_unsigned() ^ Self::ASIDE);
        let local = if is_local && b >= Self::ABSENT { Self::LOCAL } else { 0 };
        Node { inputs: [a | code << Self::INDEX_BITS | local, b], slot, value }
    }

    /// A leaf, and its place among the leaves.
    pub(super) fn leaf(op: Op, place: usize, value: F) -> Self {
        Self::new(op, [place as u32, Self::ABSENT], F::ZERO, false, value)
    }

    /// An operation on nodes and numbers, each with its value: at most one is a number. The second
    /// operand is ignored where the operation has one input.
    #[inline(always)]
    pub(super) fn computed(op: Op, [a, b]: [(Option<NodeId>, F); 2]) -> Self {
        let step = op.step(a.1, b.1);
        let (value, local) = step.expect("internal error: a leaf is recorded as a leaf");
        let (first, second) = (a.0, b.0.filter(|_| op.arity() == 2));
        let (slot, is_local) = match (first, second) {
            (None, _) => (a.1, false),
            // The local derivative of a product with a number is that number.
            (Some(_), None) if op.arity() == 2 => (b.1, op.is_product()),
            _ => (local.unwrap_or_default(), local.is_some()),
        };
        let inputs = [first, second].map(|id| id.map_or(Self::ABSENT, |id| id.0));
        Self::new(op, inputs, slot, is_local, value)
    }

    /// Its two words and two numbers, as registers hold them.
    #[inline(always)]
    pub(super) fn parts(self) -> ([u32; 2], F, F) {
        (self.inputs, self.slot, self.value)
    }

    /// What [`parts`](Node::parts) took apart.
    pub(super) fn of_parts(inputs: [u32; 2], slot: F, value: F) -> Self {
        Node { inputs, slot, value }
    }

    /// What it computes.
    #[inline(always)]
    pub fn op(&self) -> Op {
        let code = (self.inputs[0] & !Self::LOCAL) >> Self::INDEX_BITS;
        Op::decode(code, (self.inputs[1] ^ Self::ASIDE).cast_signed())
    }

    /// Its value, as of recording or the last [`Graph::forward`](super::Graph::forward).
    #[inline]
    pub fn value(&self) -> F {
        self.value
    }

    /// The nodes it reads, each recorded before it: none for a leaf, else at most two. A number
    /// that it reads is no node, see [`operands`](Node::operands).
    pub fn inputs(&self) -> impl Iterator<Item = NodeId> {
        self.operands().filter_map(|operand| match operand {
            Operand::Node(id) => Some(id),
            Operand::Number(_) => None,
        })
    }

    /// What it reads, in order: nothing at a leaf, else one or two operands.
    pub fn operands(&self) -> impl Iterator<Item = Operand<F>> {
        let slot = self.slot;
        (0..self.op().arity()).map(move |k| match self.input(k) {
            Self::ABSENT => Operand::Number(slot),
            input => Operand::Node(NodeId(input)),
        })
    }

    /// The place of a leaf among the leaves.
    pub(super) fn place(&self) -> usize {
        self.input(0) as usize
    }

    /// The index of an input; beyond that of every node where it reads none.
    #[inline(always)]
    pub(super) fn input(&self, k: usize) -> u32 {
        match k {
            0 => self.inputs[0] & Self::ABSENT,
            _ => self.inputs[1],
        }
    }

    /// The value of an input, which is one of these nodes or a number.
    #[inline(always)]
    pub(super) fn read(&self, k: usize, nodes: &[Node<F>]) -> F {
        nodes.get(self.input(k) as usize).map_or(self.slot, |node| node.value)
    }

    /// Gives a leaf its value.
    #[inline(always)]
    pub(super) fn set(&mut self, value: F) {
        self.value = value;
    }

    /// Computes its value and local derivative from the nodes before it; a leaf has what it was given.
    #[inline(always)]
    pub(super) fn compute(&mut self, before: &[Node<F>]) {
        let step = self.op().step(self.read(0, before), self.read(1, before));
        let Some((value, local)) = step else { return };
        self.value = value;
        if let Some(local) = local
            && self.inputs[0] & Self::LOCAL != 0
        {
            self.slot = local;
        }
    }

    /// Hands what is due for a gradient g to the nodes that it reads: `add(input, part)`.
    #[inline(always)]
    pub(super) fn hand_back(&self, nodes: &[Node<F>], g: F, mut add: impl FnMut(u32, F)) {
        if self.inputs[0] & Self::LOCAL != 0 {
            return add(self.input(0), g * self.slot);
        }
        let code = self.inputs[0] >> Self::INDEX_BITS;
        if let Some([a, b]) = Op::pull_pair(code, || self.read(0, nodes), || self.read(1, nodes), g)
        {
            add(self.input(0), a);
            return add(self.input(1), b);
        }
        let parts = self.pullback(nodes, g);
        for (k, part) in parts.into_iter().enumerate().take(self.op().arity()) {
            add(self.input(k), part);
        }
    }

    /// The same by its operation's own pullback; out of line, as few nodes need it.
    #[inline(never)]
    pub(super) fn pullback(&self, nodes: &[Node<F>], g: F) -> [F; 2] {
        self.op().pullback(self.read(0, nodes), self.read(1, nodes), self.value, g)
    }
}

/// What an operation reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand<F> {
    /// Another node, recorded before.
    Node(NodeId),
    /// A number that stands in the expression: it never changes and has no gradient.
    Number(F),
}
