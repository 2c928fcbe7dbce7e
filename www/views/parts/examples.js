// The examples in the menu of the Model field: a name, for which the message file has the words, the formula, where the
// parameters start that would stand still at 0, and a picture of the shape. Of one input that is the formula from −1 to 1, with
// the parameters as `at` has them, in a box of 50 × 30 whose middle is 0 and whose unit is 24 × 14: a test holds it to the
// formula. Of `two` inputs it is a sketch.

export const EXAMPLES = [
  {
    name: "through0",
    model: "w*x",
    start: "",
    at: "w=0.8",
    shape: "M1 26.2 4 24.8 7 23.4 10 22 13 20.6 16 19.2 19 17.8 22 16.4 25 15 28 13.6 31 12.2 34 10.8 37 9.4 40 8 43 6.6 46 5.2 49 3.8",
  },
  {
    name: "line",
    model: "w*x + b",
    start: "",
    at: "w=0.5,b=0.3",
    shape: "M1 17.8 4 16.9 7 16.1 10 15.2 13 14.3 16 13.4 19 12.6 22 11.7 25 10.8 28 9.9 31 9.1 34 8.2 37 7.3 40 6.4 43 5.5 46 4.7 49 3.8",
  },
  {
    name: "parabola",
    model: "a*x*x + b*x + c",
    start: "",
    at: "a=1.7,b=0,c=-0.8",
    shape: "M1 2.4 4 8 7 12.8 10 16.9 13 20.3 16 22.9 19 24.7 22 25.8 25 26.2 28 25.8 31 24.7 34 22.9 37 20.3 40 16.9 43 12.8 46 8 49 2.4",
  },
  {
    name: "cubic",
    model: "a*x*x*x + b*x*x + c*x + d",
    start: "",
    at: "a=2.2,b=0,c=-1.3,d=0",
    shape: "M1 27.6 4 19.7 7 14.3 10 11.1 13 9.8 16 9.8 19 10.9 22 12.8 25 15 28 17.2 31 19.1 34 20.2 37 20.3 40 18.9 43 15.7 46 10.3 49 2.4",
  },
  {
    name: "sine",
    model: "a*sin(b*x + c)",
    start: "a=1,b=1",
    at: "a=0.8,b=4,c=0",
    shape: "M1 6.5 4 11.1 7 16.6 10 21.7 13 25.2 16 26.2 19 24.4 22 20.4 25 15 28 9.6 31 5.6 34 3.8 37 4.8 40 8.3 43 13.4 46 18.9 49 23.5",
  },
  {
    name: "decay",
    model: "a*exp(-k*x)",
    start: "a=1",
    at: "a=0.22,k=1.6",
    shape: "M1 -0.3 4 2.5 7 4.8 10 6.6 13 8.1 16 9.4 19 10.4 22 11.2 25 11.9 28 12.5 31 12.9 34 13.3 37 13.6 40 13.9 43 14.1 46 14.2 49 14.4",
  },
  {
    name: "logistic",
    model: "sigmoid(w*x + b)",
    start: "",
    at: "w=6,b=0",
    shape: "M1 15 4 14.9 7 14.8 10 14.7 13 14.3 16 13.7 19 12.4 22 10.5 25 8 28 5.5 31 3.6 34 2.3 37 1.7 40 1.3 43 1.2 46 1.1 49 1",
  },
  {
    name: "neuron",
    model: "tanh(w*x + b)",
    start: "",
    at: "w=3,b=0",
    shape: "M1 28.9 4 28.9 7 28.7 10 28.4 13 27.7 16 26.3 19 23.9 22 20 25 15 28 10 31 6.1 34 3.7 37 2.3 40 1.6 43 1.3 46 1.1 49 1.1",
  },
  {
    name: "plane",
    model: "w1*x1 + w2*x2 + b",
    start: "",
    two: true,
    shape: "M4 20 20 26 46 11 30 5Z",
  },
  {
    name: "saddle",
    model: "a*x1*x2 + b",
    start: "",
    two: true,
    shape: "M4 10Q15 26 25 26T46 6M4 10Q20 12 25 15T46 6",
  },
];
