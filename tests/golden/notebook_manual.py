import numpy as np

x = np.array([1, 2, 3, 4], dtype=np.float32)
y = np.array([2, 4, 6, 8], dtype=np.float32)
w = 0.0
learning_rate = 0.01

def forward(x):
    return w * x

def loss(y, y_predicted):
    return ((y_predicted - y)**2).mean()

def gradient(x, y, y_predicted):
    # np.dot has added the points up already: the mean of one number is itself.
    return float(np.dot(2*x, y_predicted - y).mean())

print(f'Prediction before training: {forward(5):.3f}')

for epoch in range(10):
    y_predicted = forward(x)
    l = loss(y, y_predicted)
    dw = gradient(x, y, y_predicted)
    w -= learning_rate * dw
    print(f'epoch {epoch+1}: w={w:.3f}, loss={l:.8f}')

print(f'Prediction after training: {forward(5):.3f}')
