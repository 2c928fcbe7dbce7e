//! A recorded expression, replayed forward and backward over flat arrays.
//!
//! Recording order is a topological order, so both passes are plain loops: no recursion, however
//! deep the graph. Nothing here allocates after recording.

use super::{Float, Op};

/// Which node: its place in recording order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The index of the node in every slice of the graph.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One recorded operation and where its inputs come from.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// The inputs; a place that the operation does not use repeats the first.
    inputs: [NodeId; 2],
}

impl Node {
    /// The nodes it reads, each recorded before it: none for a leaf, else one or two.
    pub fn inputs(&self) -> &[NodeId] {
        &self.inputs[..self.op.arity()]
    }
}

/// The way from a node to one that reads it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge<F> {
    /// The node that is read.
    pub input: NodeId,
    /// The node that reads it.
    pub output: NodeId,
    /// The local derivative ∂output/∂input at the present values, for this use alone.
    pub local: F,
}

/// A computation graph that owns its numbers. [`Tape`](super::Tape) records one.
///
/// Two numbers belong to each node besides its value. Its **adjoint** is ∂L/∂node as far as the
/// present backward sweep has added it up. Its **gradient** is what PyTorch calls `.grad`: at a
/// leaf the sum of all sweeps since [`zero_grad`](Graph::zero_grad), elsewhere the adjoint of the
/// last one.
#[derive(Clone, Debug, Default)]
pub struct Graph<F> {
    nodes: Vec<Node>,
    values: Vec<F>,
    adjoints: Vec<F>,
    /// Accumulated gradients of leaves; unused for other nodes.
    leaf_grads: Vec<F>,
    names: Vec<(NodeId, String)>,
    /// The nodes that are no leaves, in recording order: all that a pass has to visit.
    computed: Vec<NodeId>,
    /// Every node from here on has handed its adjoint to its inputs in the present sweep.
    cursor: usize,
}

impl<F: Float> Graph<F> {
    /// The nodes in recording order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The value of every node, as of recording or the last [`forward`](Graph::forward).
    pub fn values(&self) -> &[F] {
        &self.values
    }

    /// ∂L/∂node of every node, as far as the present backward sweep has come.
    pub fn adjoints(&self) -> &[F] {
        &self.adjoints
    }

    /// The named leaves (inputs and parameters) with their names, in recording order.
    pub fn names(&self) -> impl Iterator<Item = (NodeId, &str)> {
        self.names.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// The parameters, in recording order.
    pub fn params(&self) -> impl Iterator<Item = NodeId> {
        self.names.iter().map(|&(id, _)| id).filter(|id| self.nodes[id.index()].op == Op::Param)
    }

    /// The node's value.
    #[inline]
    pub fn value(&self, id: NodeId) -> F {
        self.values[id.index()]
    }

    /// The node's gradient: accumulated over sweeps at an input or parameter, the last sweep's
    /// adjoint elsewhere. A constant has none and shows 0.
    #[inline]
    pub fn grad(&self, id: NodeId) -> F {
        match self.nodes[id.index()].op {
            Op::Const => F::ZERO,
            Op::Input | Op::Param => self.leaf_grads[id.index()],
            _ => self.adjoints[id.index()],
        }
    }

    /// Every edge with its local derivative, in recording order of the node that reads.
    pub fn edges(&self) -> impl Iterator<Item = Edge<F>> {
        self.nodes.iter().enumerate().flat_map(|(index, node)| {
            let [a, b] = node.inputs.map(|input| self.value(input));
            let locals = node.op.pullback(a, b, self.values[index], F::ONE);
            node.inputs().iter().zip(locals).map(move |(&input, local)| Edge {
                input,
                output: NodeId(index as u32),
                local,
            })
        })
    }

    /// Gives an input or a parameter a new value; what depends on it follows with
    /// [`forward`](Graph::forward).
    ///
    /// # Panics
    /// If the node is a constant or computed from others: the graph would contradict itself.
    #[inline]
    pub fn set(&mut self, leaf: NodeId, value: F) {
        assert!(
            matches!(self.nodes[leaf.index()].op, Op::Input | Op::Param),
            "only an input or a parameter can be set"
        );
        self.values[leaf.index()] = value;
    }

    /// Sets the accumulated gradient of an input or a parameter, as if earlier sweeps had left it.
    ///
    /// # Panics
    /// If the node is no input or parameter: its gradient is not its own.
    pub fn set_grad(&mut self, leaf: NodeId, grad: F) {
        assert!(
            matches!(self.nodes[leaf.index()].op, Op::Input | Op::Param),
            "only an input or a parameter keeps a gradient"
        );
        self.leaf_grads[leaf.index()] = grad;
    }

    /// Computes every node from the leaves, in recording order.
    pub fn forward(&mut self) {
        let values = &mut self.values[..self.nodes.len()];
        // The value computed last stays in a register: most nodes are read by the one after, and
        // to store a number only to load it again is what bounds both passes.
        let (mut last, mut y) = (usize::MAX, F::ZERO);
        for id in &self.computed {
            let Node { op, inputs } = self.nodes[id.index()];
            let [a, b] = inputs.map(NodeId::index);
            let a = if a == last { y } else { values[a] };
            let b = if b == last { y } else { values[b] };
            if let Some(value) = op.eval(a, b) {
                (last, y) = (id.index(), value);
                values[last] = y;
            }
        }
    }

    /// Clears the accumulated gradients, as `optimizer.zero_grad()` does.
    pub fn zero_grad(&mut self) {
        for (id, _) in &self.names {
            self.leaf_grads[id.index()] = F::ZERO;
        }
    }

    /// Adds ∂output/∂leaf to the gradient of every leaf, by one sweep from `output` to the first
    /// node. Values must be up to date (see [`forward`](Graph::forward)). Called twice without
    /// [`zero_grad`](Graph::zero_grad) it doubles the leaves' gradients and nothing else.
    pub fn backward(&mut self, output: NodeId) {
        self.start_backward(output);
        self.sweep(0);
    }

    /// Begins a sweep: every adjoint 0, that of `output` 1, nothing handed on yet.
    pub fn start_backward(&mut self, output: NodeId) {
        self.adjoints.fill(F::ZERO);
        self.adjoints[output.index()] = F::ONE;
        self.cursor = output.index() + 1;
    }

    /// The index of the node that the sweep visited last; before the first, one past the output.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Goes on with the sweep until the node at index `until` has been visited. A visited node
    /// has its whole adjoint; it hands that to its inputs, or, at a leaf, adds it to the gradient.
    ///
    /// A node whose adjoint is 0 hands on nothing, so that what the output does not depend on
    /// cannot spoil a gradient with 0·∞.
    pub fn sweep(&mut self, until: usize) {
        let visited = until.min(self.cursor)..self.cursor;
        let [first, end] = [visited.start, visited.end].map(|index| self.computed_before(index));

        let (nodes, values) = (&self.nodes[..visited.end], &self.values[..visited.end]);
        let adjoints = &mut self.adjoints[..visited.end];
        // The adjoint added to last stays in a register, as the last value does in `forward`.
        let (mut last, mut sum) = (usize::MAX, F::ZERO);
        for id in self.computed[first..end].iter().rev() {
            let index = id.index();
            let g = if index == last { sum } else { adjoints[index] };
            if g == F::ZERO {
                continue;
            }
            let Node { op, inputs } = nodes[index];
            let [a, b] = inputs.map(NodeId::index);
            let [to_a, to_b] = op.pullback(values[a], values[b], values[index], g);
            (last, sum) = (a, adjoints[a] + to_a);
            if op.arity() == 2 {
                if b == a { sum += to_b } else { adjoints[b] += to_b }
            }
            adjoints[a] = sum;
        }

        let leaves = self.names.iter().map(|(id, _)| id.index());
        for leaf in leaves.filter(|leaf| visited.contains(leaf)) {
            // The sweep's sum is added once: each use in turn would round differently.
            self.leaf_grads[leaf] += self.adjoints[leaf];
        }
        self.cursor = visited.start;
    }

    /// How many computed nodes come before this index.
    #[inline]
    fn computed_before(&self, index: usize) -> usize {
        match index {
            // The ends of a whole sweep need no search.
            0 => 0,
            end if end == self.nodes.len() => self.computed.len(),
            _ => self.computed.partition_point(|id| id.index() < index),
        }
    }

    /// Records a leaf with its value; a constant needs no name.
    pub(super) fn leaf(&mut self, op: Op, name: &str, value: F) -> NodeId {
        let id = self.push(op, None, value);
        if op != Op::Const {
            self.names.push((id, name.to_owned()));
        }
        id
    }

    /// Records an operation on nodes of this graph and computes its value.
    pub(super) fn record(&mut self, op: Op, a: NodeId, b: NodeId) -> NodeId {
        let value = op.eval(self.value(a), self.value(b));
        self.push(op, Some([a, b]), value.expect("internal error: a leaf is recorded as a leaf"))
    }

    fn push(&mut self, op: Op, inputs: Option<[NodeId; 2]>, value: F) -> NodeId {
        let index = u32::try_from(self.nodes.len()).expect("a graph holds at most 2³² nodes");
        let id = NodeId(index);
        // A leaf reads itself: an index that is always in bounds, and never used.
        self.nodes.push(Node { op, inputs: inputs.unwrap_or([id; 2]) });
        if inputs.is_some() {
            self.computed.push(id);
        }
        self.values.push(value);
        self.adjoints.push(F::ZERO);
        self.leaf_grads.push(F::ZERO);
        id
    }
}
