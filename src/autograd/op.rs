//! What a node can compute: one row for each operation, and nothing about it anywhere else.
//!
//! A row reads: name, method of [`Var`] (none where Rust has an operator), label, the names that
//! NumPy and PyTorch have for it (none where they have an operator), inputs → value, about how many
//! additions take as long, then the **pullback**: with `g` = ∂L/∂(this node), what the node hands
//! back to each input, g·∂y/∂a and g·∂y/∂b, rounded in the order in which PyTorch rounds it
//! (`tools/autograd/derivatives.yaml` there). Last, if one of the two libraries has no such function
//! of whatever a formula may hand to it, how a program defines it there.
//!
//! The pullback of a `'linear` row is g times the local derivative for every g, infinity and NaN too,
//! to the bit: a sweep then multiplies by the local derivative that the forward pass has left. A
//! `'product` is linear, too, and its local derivative in each input is the other. It is no matter of
//! right or wrong to leave the word out where the derivative is costly or the operation rare.
//!
//! Both are written for a [`Number`], which one node has, or for as many rows at a time as a vector
//! register holds ([`Op::eval_lanes`], [`Op::pull_lanes`]): what a row of the data asks is asked by
//! `choose`, not by `if`.

use super::{Float, Number, Var};

macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])*
        $op:ident $(($n:ident: $exponent:ty))? $(.$method:ident)? $label:literal
        $([$($name:literal),*])?
        $a:ident $($b:ident)? -> $y:ident = $value:expr, $cost:expr;
        $($linear:lifetime $(($holds:expr))?)? $g:ident [$da:expr $(, $db:expr)?]
        $(=> numpy $numpy:literal)? $(=> torch $torch:literal)?
    )*) => {
        /// An operation: what a node computes from its inputs. Leaves compute nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Op {
            /// A leaf that never changes and has no gradient: the data, a factor.
            Const,
            /// A leaf fed from outside before each forward pass; its gradient accumulates.
            Input,
            /// A named leaf that training moves; its gradient accumulates.
            Param,
            $($(#[doc = $doc])* $op $(($exponent))?,)*
        }

        /// The operations without their exponents, counted.
        enum Code {
            Const,
            Input,
            Param,
            $($op,)*
        }

        impl Op {
            /// How many inputs the operation has: 0 for a leaf, else 1 or 2.
            #[inline]
            pub fn arity(self) -> usize {
                match self {
                    Op::Const | Op::Input | Op::Param => 0,
                    $(Op::$op $((operations!(@ignore $n)))? => 1 $(+ operations!(@one $b))?,)*
                }
            }

            /// The sign or name by which mathematics knows it; empty for a leaf.
            pub fn label(self) -> &'static str {
                match self {
                    Op::Const | Op::Input | Op::Param => "",
                    $(Op::$op $((operations!(@ignore $n)))? => $label,)*
                }
            }

            /// The function that NumPy or PyTorch calls by this name, if a node can compute it: `exp`,
            /// `log`, `maximum`, … How many arguments it takes, [`arity`](Op::arity) says.
            pub fn from_name(name: &str) -> Option<Op> {
                match name {
                    $($($($name)|* => Some(Op::$op),)?)*
                    _ => None,
                }
            }

            /// Every name by which [`from_name`](Op::from_name) finds one.
            pub const FUNCTIONS: &'static [&'static str] = &[$($($($name,)*)?)*];

            /// The names by which [`from_name`](Op::from_name) finds it, the usual one first; none
            /// for a leaf and for what is written with a sign.
            pub fn names(self) -> &'static [&'static str] {
                match self {
                    Op::Const | Op::Input | Op::Param => &[],
                    $(Op::$op $((operations!(@ignore $n)))? => &[$($($name),*)?],)*
                }
            }

            /// About how many additions take as long as to compute the value, or what one input is
            /// handed back; 0 for a leaf.
            pub fn cost(self) -> usize {
                match self {
                    Op::Const | Op::Input | Op::Param => 0,
                    $(Op::$op $(($n))? => $cost,)*
                }
            }

            /// The definition in Python, for a program that uses NumPy, under the first of its
            /// [`names`](Op::names); `None` where NumPy has it.
            pub fn in_numpy(self) -> Option<&'static str> {
                match self {
                    $($(Op::$op => Some($numpy),)?)*
                    _ => None,
                }
            }

            /// The definition in Python for a program that uses PyTorch, likewise.
            pub fn in_torch(self) -> Option<&'static str> {
                match self {
                    $($(Op::$op => Some($torch),)?)*
                    _ => None,
                }
            }

            /// The value for inputs `a` and `b` (ignored by an operation of one input);
            /// `None` for a leaf, whose value comes from outside.
            #[inline(always)]
            pub fn eval<F: Number>(self, a: F, b: F) -> Option<F> {
                Some(match self {
                    Op::Const | Op::Input | Op::Param => return None,
                    $(Op::$op $(($n))? => {
                        let ($a, operations!(@second $($b)?)) = (a, b);
                        $value
                    })*
                })
            }

            /// What a node with inputs `a`, `b`, value `y` and adjoint `g` hands back to its
            /// inputs: `[g·∂y/∂a, g·∂y/∂b]`, zero where there is no such input. With `g = 1`
            /// these are the local derivatives.
            #[inline(always)]
            #[allow(unused_variables, reason = "not every derivative needs every argument")]
            pub fn pullback<F: Number>(self, a: F, b: F, y: F, g: F) -> [F; 2] {
                match self {
                    Op::Const | Op::Input | Op::Param => [F::ZERO; 2],
                    $(Op::$op $(($n))? => {
                        let ($a, operations!(@second $($b)?), $y, $g) = (a, b, y, g);
                        operations!(@pair $da $(, $db)?)
                    })*
                }
            }

            /// [`eval`](Op::eval) of what is no leaf, as a call: one copy for all who do not compute
            /// the same operation over and over.
            #[inline(never)]
            pub(crate) fn value<F: Number>(self, a: F, b: F) -> F {
                self.eval(a, b).expect("internal error: a leaf has nothing to compute")
            }

            /// [`pullback`](Op::pullback) as a call, likewise.
            #[inline(never)]
            pub(crate) fn pull<F: Number>(self, a: F, b: F, y: F, g: F) -> [F; 2] {
                self.pullback(a, b, y, g)
            }

            /// The operation as a number below 2⁵, and its exponent if it has one: what
            /// [`decode`](Op::decode) makes it from again.
            #[inline(always)]
            pub(super) fn encode(self) -> (u32, Option<i32>) {
                match self {
                    Op::Const => (Code::Const as u32, None),
                    Op::Input => (Code::Input as u32, None),
                    Op::Param => (Code::Param as u32, None),
                    $(Op::$op $(($n))? => (Code::$op as u32, operations!(@exponent $($n)?)),)*
                }
            }

            /// The operation with this code; an exponent counts where there is one.
            #[inline(always)]
            #[allow(non_upper_case_globals, reason = "a pattern for each operation, by its name")]
            pub(super) fn decode(code: u32, exponent: i32) -> Op {
                const INPUT: u32 = Code::Input as u32;
                const PARAM: u32 = Code::Param as u32;
                $(const $op: u32 = Code::$op as u32;)*
                match code {
                    INPUT => Op::Input,
                    PARAM => Op::Param,
                    $($op => Op::$op $((operations!(@given $n exponent)))?,)*
                    _ => Op::Const,
                }
            }

            /// Whether the pullback is g times the local derivative, rounded once, whatever g is: then a
            /// sweep needs that alone.
            #[inline(always)]
            pub(super) fn is_linear(self) -> bool {
                match self {
                    Op::Const | Op::Input | Op::Param => false,
                    $(Op::$op $(($n))? => operations!(@linear [$($linear $($holds)?)?] $($n)?),)*
                }
            }

            /// The value, and the local derivative if the operation is linear and of one input; `None` for
            /// a leaf.
            #[inline(always)]
            pub(super) fn step<F: Float>(self, a: F, b: F) -> Option<(F, Option<F>)> {
                match self {
                    Op::Const | Op::Input | Op::Param => None,
                    $(Op::$op $(($n))? => {
                        let op = Op::$op $(($n))?;
                        let y = op.eval(a, b)?;
                        let is_local = op.is_linear() && op.arity() == 1;
                        Some((y, if is_local { Some(op.pullback(a, b, y, F::ONE)[0]) } else { None }))
                    })*
                }
            }

            /// Whether its local derivative in each of its two inputs is the other.
            #[inline(always)]
            pub(super) fn is_product(self) -> bool {
                match self {
                    $(Op::$op $((operations!(@ignore $n)))? => operations!(@product [$($linear)?]),)*
                    _ => false,
                }
            }

            /// [`pullback`](Op::pullback) of the operation with this code, if it is linear and has two
            /// inputs. An input is read only where a derivative needs it.
            #[inline(always)]
            #[allow(unused_variables, reason = "not every derivative needs every argument")]
            #[allow(non_upper_case_globals, reason = "a pattern for each operation, by its name")]
            pub(super) fn pull_pair<F: Float>(
                code: u32,
                a: impl Fn() -> F,
                b: impl Fn() -> F,
                gradient: F,
            ) -> Option<[F; 2]> {
                $(const $op: u32 = Code::$op as u32;)*
                match code {
                    $($op if operations!(@pairs [$($linear)?] [$($b)?]) => {
                        $(let $n: $exponent = 0;)?
                        let ($a, operations!(@second $($b)?), $y, $g) = (a(), b(), F::ZERO, gradient);
                        Some(operations!(@pair $da $(, $db)?))
                    })*
                    _ => None,
                }
            }
        }

        /// The functions; `+ − × ÷` and negation are Rust's operators.
        impl<'t, F: Float> Var<'t, F> {
            $(operations! {
                @method [$($method)?] [$(#[doc = $doc])* ]
                $op [$($n: $exponent)?] [$($b)?]
            })*
        }
    };
    (@exponent) => { None };
    (@exponent $n:ident) => { Some($n) };
    (@given $n:ident $exponent:ident) => { $exponent };
    (@linear [] $($n:ident)?) => { false };
    (@linear [$linear:lifetime] $($n:ident)?) => { true };
    (@linear [$linear:lifetime $when:expr] $n:ident) => { $when };
    (@product ['product]) => { true };
    (@product [$($linear:lifetime)?]) => { false };
    (@pairs [$linear:lifetime] [$b:ident]) => { true };
    (@pairs [$($linear:lifetime)?] [$($b:ident)?]) => { false };
    (@ignore $n:ident) => { _ };
    (@one $b:ident) => { 1 };
    (@second) => { _ };
    (@second $b:ident) => { $b };
    (@pair $da:expr) => { [$da, F::ZERO] };
    (@pair $da:expr, $db:expr) => { [$da, $db] };
    (@method [] $($operator:tt)*) => {};
    (@method [$method:ident] [$($doc:tt)*] $op:ident [] []) => {
        $($doc)*
        #[inline]
        pub fn $method(self) -> Self {
            self.apply(Op::$op, self)
        }
    };
    (@method [$method:ident] [$($doc:tt)*] $op:ident [$n:ident: $exponent:ty] []) => {
        $($doc)*
        #[inline]
        pub fn $method(self, $n: $exponent) -> Self {
            self.apply(Op::$op($n), self)
        }
    };
    (@method [$method:ident] [$($doc:tt)*] $op:ident [] [$b:ident]) => {
        $($doc)*
        #[inline]
        pub fn $method(self, $b: impl super::Term<'t, F>) -> Self {
            self.apply(Op::$op, $b)
        }
    };
}

operations! {
    /// Sum, a + b.
    Add "+" a b -> y = a + b, 1;
        'linear g [g, g] // ∂(a + b)/∂a = 1, ∂(a + b)/∂b = 1
    /// Difference, a − b.
    Sub "−" a b -> y = a - b, 1;
        'linear g [g, -g] // ∂(a − b)/∂a = 1, ∂(a − b)/∂b = −1
    /// Product, a·b.
    Mul "×" a b -> y = a * b, 1;
        'product g [g * b, g * a] // ∂(ab)/∂a = b, ∂(ab)/∂b = a
    /// Quotient, a/b.
    Div "÷" a b -> y = a / b, 1;
        g [g / b, -g * ((a / b) / b)] // ∂(a/b)/∂a = 1/b, ∂(a/b)/∂b = −a/b²
    /// Negation, −a.
    Neg "−" a -> y = -a, 1;
        'linear g [-g] // ∂(−a)/∂a = −1
    /// The same number again: the use of a node by many rows, where it has other uses.
    Copy.copy "=" a -> y = a, 1;
        'linear g [g] // ∂a/∂a = 1
    /// A whole power, aⁿ.
    Powi(n: i32).powi "aⁿ" a -> y = a.powi(n), if matches!(n, -2..=3) { 1 } else { 20 };
        'linear(n != 0) g [if n == 0 { F::ZERO } else { g * (F::from_f64(f64::from(n)) * a.powi(n.saturating_sub(1))) }] // ∂aⁿ/∂a = n·aⁿ⁻¹
    /// A power whose exponent may be a variable too, aᵇ. At a = 0 the gradient of an exponent
    /// that is not negative is 0.
    Powf.powf "aᵇ" ["pow", "power"] a b -> y = a.powf(b), 20;
        g [
            F::choose(b.equals(F::ZERO), F::ZERO, g * (b * a.powf(b - F::ONE))), // ∂aᵇ/∂a = b·aᵇ⁻¹
            { let part = g * (y * a.ln()); F::choose(a.equals(F::ZERO), F::choose(F::ZERO.at_most(b), F::ZERO, part), part) } // ∂aᵇ/∂b = aᵇ·ln a
        ]
    /// Square root, √a.
    Sqrt.sqrt "√" ["sqrt"] a -> y = a.sqrt(), 20;
        g [g / (y + y)] // ∂√a/∂a = 1/(2√a)
    /// Exponential, eᵃ.
    Exp.exp "exp" ["exp"] a -> y = a.exp(), 20;
        'linear g [g * y] // ∂eᵃ/∂a = eᵃ
    /// Natural logarithm, ln a.
    Ln.ln "ln" ["log"] a -> y = a.ln(), 20;
        g [g / a] // ∂ln a/∂a = 1/a
    /// Sine of a in radians.
    Sin.sin "sin" ["sin"] a -> y = a.sin(), 20;
        g [g * a.cos()] // ∂sin a/∂a = cos a
    /// Cosine of a in radians.
    Cos.cos "cos" ["cos"] a -> y = a.cos(), 20;
        g [g * -a.sin()] // ∂cos a/∂a = −sin a
    /// Hyperbolic tangent.
    Tanh.tanh "tanh" ["tanh"] a -> y = a.tanh(), 20;
        'linear g [g * (F::ONE - y * y)] // ∂tanh a/∂a = 1 − tanh² a
    /// Logistic function, σ(a) = 1/(1 + e⁻ᵃ).
    Sigmoid.sigmoid "σ" ["sigmoid"] a -> y = F::ONE / (F::ONE + (-a).exp()), 20;
        g [g * (F::ONE - y) * y] // ∂σ(a)/∂a = σ(a)·(1 − σ(a))
        => numpy "def sigmoid(a):\n    return 1 / (1 + np.exp(-a))"
    /// Rectifier, max(0, a), with derivative 0 at 0.
    Relu.relu "relu" ["relu"] a -> y = F::choose(a.at_most(F::ZERO), F::ZERO, a), 1;
        g [F::choose(a.at_most(F::ZERO), F::ZERO, g)] // ∂relu(a)/∂a = 1 for a > 0, else 0
        => numpy "def relu(a):\n    return np.maximum(a, 0)"
    /// Absolute value, |a|, with derivative 0 at 0.
    Abs.abs "|a|" ["abs"] a -> y = F::choose(a.less(F::ZERO), -a, a + F::ZERO), 1;
        g [F::choose(a.less(F::ZERO), -g, F::choose(F::ZERO.less(a), g, a * F::ZERO))] // ∂|a|/∂a = sign a
    /// The smaller of a and b; NaN if either is. A tie shares the gradient equally.
    Min.min "min" ["minimum", "min"] a b -> y = F::choose(a.equals(a), F::choose(a.less(b), a, b), a), 1;
        g [share(g, a, b, b.less(a)), share(g, a, b, a.less(b))] // ∂min/∂a = 1 where a is the smaller
        // PyTorch's takes no plain numbers.
        => torch "def minimum(*pair):\n    return torch.minimum(*(torch.as_tensor(a, dtype=x.dtype) for a in pair))"
    /// The larger of a and b; NaN if either is. A tie shares the gradient equally.
    Max.max "max" ["maximum", "max"] a b -> y = F::choose(a.equals(a), F::choose(b.less(a), a, b), a), 1;
        g [share(g, a, b, a.less(b)), share(g, a, b, b.less(a))] // ∂max/∂a = 1 where a is the larger
        // PyTorch's takes no plain numbers.
        => torch "def maximum(*pair):\n    return torch.maximum(*(torch.as_tensor(a, dtype=x.dtype) for a in pair))"
    // The losses that PyTorch computes in one operation: each has one node there, too.
    /// Huber's loss of a residual: ½a² where |a| < b, else b·(|a| − ½b).
    Huber.huber "huber" a b -> y = F::choose(size(a).less(b), half(size(a)) * size(a), b * (size(a) - half(b))), 5;
        g [
            F::choose(a.at_most(-b), -g * b, F::choose(b.at_most(a), g * b, g * a)), // ∂huber/∂a = a between −b and b, else ±b
            F::choose(size(a).less(b), F::ZERO, g * (size(a) - b)) // ∂huber/∂b = |a| − b where |a| > b
        ]
    /// Smooth L1 loss of a residual: ½a²/b where |a| < b, else |a| − ½b.
    SmoothL1.smooth_l1 "smooth" a b -> y = F::choose(size(a).less(b), half(size(a)) * size(a) / b, size(a) - half(b)), 5;
        g [
            F::choose(a.at_most(-b), -g, F::choose(b.at_most(a), g, g * a / b)), // ∂smooth/∂a = a/b between −b and b, else ±1
            F::choose(size(a).less(b), -g * (half(a / b) * (a / b)), -half(g)) // ∂smooth/∂b = −½(a/b)² where |a| < b, else −½
        ]
    /// Cross entropy of the logit a and the target b, which is 0, 1, or between: (1 − b)·a − ln σ(a).
    CrossEntropy.cross_entropy "BCE" a b -> y = (F::ONE - b) * a - (F::choose(a.less(F::ZERO), a, F::ZERO) - (-size(a)).exp().ln_1p()), 40;
        g [
            (F::ONE / (F::ONE + (-a).exp()) - b) * g, // ∂/∂a = σ(a) − b
            -g * a // ∂/∂b = −a
        ]
    /// Soft margin loss of the score a and the target b, which is 1 or −1: ln(1 + e⁻ᵃᵇ).
    SoftMargin.soft_margin "margin" a b -> y = (-b * a).exp().ln_1p(), 40;
        g [
            -g * (b * (-b * a).exp()) / ((-b * a).exp() + F::ONE), // ∂/∂a = −b/(1 + eᵃᵇ)
            -g * (a * (-b * a).exp()) / ((-b * a).exp() + F::ONE) // ∂/∂b = −a/(1 + eᵃᵇ)
        ]
}

/// |a|
fn size<F: Number>(a: F) -> F {
    F::choose(a.less(F::ZERO), -a, a)
}

/// ½a
fn half<F: Number>(a: F) -> F {
    F::from_f64(0.5) * a
}

/// The part of `g` due to one of two rivals `a` and `b`.
fn share<F: Number>(g: F, a: F, b: F, lost: F::Mask) -> F {
    F::choose(lost, F::ZERO, F::choose(a.equals(b), g / (F::ONE + F::ONE), g))
}
