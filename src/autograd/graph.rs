//! A recorded expression, replayed forward and backward over flat arrays.
//!
//! Recording order is a topological order, so both passes are plain loops: no recursion, however
//! deep the graph. Nothing here allocates after recording.

use super::node::{Node, NodeId, Operand};
use super::{Float, Op};

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

/// A leaf with a name: an input or a parameter.
#[derive(Clone, Copy, Debug)]
struct Leaf<F> {
    id: NodeId,
    /// What [`Graph::grad`] shows.
    grad: F,
    /// Where its name ends among the names.
    name_end: usize,
}

/// A computation graph that owns its numbers. [`Tape`](super::Tape) records one.
///
/// Two numbers belong to each node besides its value. Its **adjoint** is ∂L/∂node as far as the
/// present backward sweep has added it up. Its **gradient** is what PyTorch calls `.grad`: at a
/// leaf the sum of all sweeps since [`zero_grad`](Graph::zero_grad), elsewhere the adjoint of the
/// last one.
#[derive(Clone, Debug, Default)]
pub struct Graph<F> {
    nodes: Vec<Node<F>>,
    /// One for each node that was there when the last sweep began.
    adjoints: Vec<F>,
    leaves: Vec<Leaf<F>>,
    /// The names of the leaves, one after another.
    names: String,
    /// Every node from here on has handed its adjoint to its inputs in the present sweep.
    cursor: usize,
}

impl Graph<f64> {
    /// The same graph in another precision: its numbers rounded, every gradient 0. What is computed
    /// follows with [`forward`](Graph::forward), and is then what recording in that precision gives.
    pub fn in_precision<F: Float>(&self) -> Graph<F> {
        let mut graph = Graph { names: self.names.clone(), ..Graph::default() };
        for node in &self.nodes {
            let (inputs, slot, value) = node.parts();
            graph.nodes.push(Node::of_parts(inputs, F::from_f64(slot), F::from_f64(value)));
        }
        for &Leaf { id, name_end, .. } in &self.leaves {
            graph.leaves.push(Leaf { id, grad: F::ZERO, name_end });
        }
        graph.finish();
        graph
    }
}

impl<F: Float> Graph<F> {
    /// The nodes in recording order.
    pub fn nodes(&self) -> &[Node<F>] {
        &self.nodes
    }

    /// The value of every node, as of recording or the last [`forward`](Graph::forward).
    pub fn values(&self) -> impl ExactSizeIterator<Item = F> {
        self.nodes.iter().map(Node::value)
    }

    /// ∂L/∂node of every node, as far as the present backward sweep has come.
    pub fn adjoints(&self) -> &[F] {
        &self.adjoints
    }

    /// The named leaves (inputs and parameters) with their names, in recording order.
    pub fn names(&self) -> impl Iterator<Item = (NodeId, &str)> {
        let mut start = 0;
        self.leaves.iter().map(move |leaf| {
            let name = &self.names[start..leaf.name_end];
            start = leaf.name_end;
            (leaf.id, name)
        })
    }

    /// The parameters, in recording order.
    pub fn params(&self) -> impl Iterator<Item = NodeId> {
        let is_param = |id: &NodeId| self.nodes[id.index()].op() == Op::Param;
        self.leaves.iter().map(|leaf| leaf.id).filter(is_param)
    }

    /// The node's value.
    #[inline]
    pub fn value(&self, id: NodeId) -> F {
        self.nodes[id.index()].value()
    }

    /// The node's gradient: accumulated over sweeps at an input or parameter, the last sweep's
    /// adjoint elsewhere. A constant has none and shows 0.
    #[inline]
    pub fn grad(&self, id: NodeId) -> F {
        let node = &self.nodes[id.index()];
        match node.op() {
            Op::Const => F::ZERO,
            Op::Input | Op::Param => self.leaves[node.place()].grad,
            _ => self.adjoints.get(id.index()).copied().unwrap_or_default(),
        }
    }

    /// Every edge with its local derivative, in recording order of the node that reads.
    pub fn edges(&self) -> impl Iterator<Item = Edge<F>> {
        self.nodes.iter().enumerate().flat_map(|(index, node)| {
            let locals = node.pullback(&self.nodes, F::ONE);
            let edge = move |(operand, local): (Operand<F>, F)| match operand {
                Operand::Node(input) => Some(Edge { input, output: NodeId::new(index), local }),
                Operand::Number(_) => None,
            };
            node.operands().zip(locals).filter_map(edge)
        })
    }

    /// Gives an input or a parameter a new value; what depends on it follows with
    /// [`forward`](Graph::forward).
    ///
    /// # Panics
    /// If the node is a constant or computed from others: the graph would contradict itself.
    #[inline]
    pub fn set(&mut self, leaf: NodeId, value: F) {
        let node = &mut self.nodes[leaf.index()];
        assert!(
            matches!(node.op(), Op::Input | Op::Param),
            "only an input or a parameter can be set"
        );
        node.set(value);
    }

    /// Sets the accumulated gradient of an input or a parameter, as if earlier sweeps had left it.
    ///
    /// # Panics
    /// If the node is no input or parameter: its gradient is not its own.
    pub fn set_grad(&mut self, leaf: NodeId, grad: F) {
        let node = &self.nodes[leaf.index()];
        assert!(
            matches!(node.op(), Op::Input | Op::Param),
            "only an input or a parameter keeps a gradient"
        );
        self.leaves[node.place()].grad = grad;
    }

    /// Computes every node from the leaves, in recording order.
    pub fn forward(&mut self) {
        for index in 0..self.nodes.len() {
            let (before, after) = self.nodes.split_at_mut(index);
            after[0].compute(before);
        }
    }

    /// Clears the accumulated gradients, as `optimizer.zero_grad()` does.
    pub fn zero_grad(&mut self) {
        for leaf in &mut self.leaves {
            leaf.grad = F::ZERO;
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
        self.adjoints.clear();
        self.adjoints.resize(self.nodes.len(), F::ZERO);
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
        let nodes = &self.nodes[..visited.end];
        let adjoints = &mut self.adjoints[..visited.end];
        // The adjoint added to last stays in a register: most often it is the one needed next, and
        // to store a number only to load it again takes longer than all the rest.
        let mut last = (usize::MAX, F::ZERO);
        // What comes before the node that is visited: it reads nothing else.
        let mut before = adjoints;
        while before.len() > visited.start
            && let [inputs @ .., adjoint] = before
        {
            let index = inputs.len();
            let g = if index == last.0 { last.1 } else { *adjoint };
            before = inputs;
            if g == F::ZERO {
                let unvisited = before[visited.start..].iter().rev();
                let zeros = unvisited.take_while(|&&g| g == F::ZERO).count();
                before = &mut before[..index - zeros];
                continue;
            }
            nodes[index].hand_back(nodes, g, |input, part| {
                if let Some(adjoint) = before.get_mut(input as usize) {
                    *adjoint += part;
                    last = (input as usize, *adjoint);
                }
            });
        }
        let visited_leaves = self.leaves.iter_mut().filter(|l| visited.contains(&l.id.index()));
        for leaf in visited_leaves {
            // The sweep's sum is added once: each use in turn would round differently.
            leaf.grad += self.adjoints[leaf.id.index()];
        }
        self.cursor = visited.start;
    }

    /// Records a leaf with its value; a constant needs no name.
    pub(super) fn leaf(&mut self, op: Op, name: &str, value: F) -> NodeId {
        let (id, _) = self.push(Node::leaf(op, self.leaves.len(), value));
        if op != Op::Const {
            self.names.push_str(name);
            self.leaves.push(Leaf { id, grad: F::ZERO, name_end: self.names.len() });
        }
        id
    }

    /// Records an operation on nodes of this graph and numbers, each with its value; gives back
    /// the node and its value.
    #[inline(always)]
    pub(super) fn record(&mut self, op: Op, operands: [(Option<NodeId>, F); 2]) -> (NodeId, F) {
        self.push(Node::computed(op, operands))
    }

    /// The node's place, and its value as it was.
    #[inline(always)]
    fn push(&mut self, node: Node<F>) -> (NodeId, F) {
        let id = NodeId::new(self.nodes.len());
        let value = if self.nodes.len() == self.nodes.capacity() {
            // By value there and back: what had to outlive the call would go through memory each
            // time, though the call comes once in a million.
            let (inputs, slot, value) = node.parts();
            self.push_with_room(inputs, slot, value)
        } else {
            self.nodes.push(node);
            node.value()
        };
        (id, value)
    }

    /// Makes room for as many nodes as there are, if their indices can be told, and pushes one.
    #[cold]
    #[inline(never)]
    fn push_with_room(&mut self, inputs: [u32; 2], slot: F, value: F) -> F {
        let len = self.nodes.len();
        let room = Node::<F>::MOST - len;
        assert!(room > 0, "a graph holds at most 2²⁶ − 1 nodes");
        self.nodes.reserve_exact(len.clamp(64.min(room), room));
        self.nodes.push(Node::of_parts(inputs, slot, value));
        value
    }

    /// Forgets everything but the memory.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.adjoints.clear();
        self.leaves.clear();
        self.names.clear();
        self.cursor = 0;
    }

    /// Ends the recording: from now on nothing allocates.
    pub(super) fn finish(&mut self) {
        self.adjoints.resize(self.nodes.len(), F::ZERO);
    }
}
