import torch

x = torch.tensor([1, 2, 3, 4], dtype=torch.float32)
y = torch.tensor([2, 4, 6, 8], dtype=torch.float32)
w = torch.tensor(0.0, dtype=torch.float32, requires_grad=True)
learning_rate = 0.01

def forward(x):
    return w * x

def loss(y, y_predicted):
    return ((y_predicted - y)**2).mean()

print(f'Prediction before training: {forward(5)}')

for epoch in range(20):
    y_predicted = forward(x)
    l = loss(y, y_predicted)
    l.backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    w.grad.zero_()
    print(f'epoch {epoch+1}: w={w}, loss={l}')

print(f'Prediction after training: {forward(5)}')
