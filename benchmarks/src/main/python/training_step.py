"""Steps of the mini Xception in PyTorch: what Streamsight's are compared with.

training_step.py [--channels-last] THREADS WARM_UP_STEPS SECONDS prints one line of JSON.
"""

import json
import platform
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SIZE, BATCH, RATE = 180, 32, 1e-3
MIN_STEPS = 3


class Separable(nn.Sequential):
    def __init__(self, channels, filters):
        super().__init__(
            nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
            nn.Conv2d(channels, filters, 1, bias=False),
        )


class Block(nn.Module):
    def __init__(self, channels, filters):
        super().__init__()
        self.branch = nn.Sequential(
            nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01),
            nn.ReLU(),
            Separable(channels, filters),
            nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01),
            nn.ReLU(),
            Separable(filters, filters),
        )
        self.projection = nn.Conv2d(channels, filters, 1, stride=2, bias=False)

    def forward(self, x):
        y = self.branch(x)
        # Keras's "same": padding at the end of an even axis, at both ends of an odd one.
        y = F.max_pool2d(y, 3, 2, padding=y.shape[2] % 2, ceil_mode=True)
        return y + self.projection(x)


class MiniXception(nn.Module):
    def __init__(self, filters=(32, 64, 128, 256, 512)):
        super().__init__()
        self.conv = nn.Conv2d(3, filters[0], 5, bias=False)
        self.blocks = nn.Sequential(
            *(Block(c, f) for c, f in zip(filters[:1] + filters, filters))
        )
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(filters[-1], 1)

    def forward(self, x):
        x = self.blocks(self.conv(x))
        return self.dense(self.dropout(x.mean((2, 3))))


def memory(field):
    with open("/proc/self/status") as status:
        return next(int(l.split()[1]) << 10 for l in status if l.startswith(field + ":"))


def main(channels_last, threads, warm_up, seconds):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    net = MiniXception()
    pixels = torch.randint(0, 256, (BATCH, SIZE, SIZE, 3), dtype=torch.uint8).permute(0, 3, 1, 2)
    labels = torch.randint(0, 2, (BATCH, 1)).float()
    if channels_last:
        net = net.to(memory_format=torch.channels_last)
    else:
        pixels = pixels.contiguous()
    # With these numbers it is Keras 2's: g / (sqrt(v) + epsilon).
    optimizer = torch.optim.RMSprop(net.parameters(), lr=RATE, alpha=0.9, eps=1e-7)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.binary_cross_entropy_with_logits(net(pixels.float().mul_(1 / 255)), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(warm_up):
        step()
    steps, began, cpu = 0, time.perf_counter(), time.process_time()
    while steps < MIN_STEPS or time.perf_counter() - began < seconds:
        step()
        steps += 1
    elapsed, cpu = time.perf_counter() - began, time.process_time() - cpu
    values = [*net.parameters(), *(b for b in net.buffers() if b.dim() > 0)]
    print(
        json.dumps(
            {
                "steps": steps,
                "images": steps * BATCH,
                "seconds": elapsed,
                "cpuSeconds": cpu,
                "residentBytes": [memory("VmRSS")],
                "peakBytes": memory("VmHWM"),
                "parameters": sum(v.numel() for v in values),
                "software": f"PyTorch {torch.__version__}, Python {platform.python_version()}",
            }
        )
    )


if __name__ == "__main__":
    arguments = sys.argv[1:]
    last = "--channels-last" in arguments
    numbers = [a for a in arguments if not a.startswith("--")]
    main(last, int(numbers[0]), int(numbers[1]), float(numbers[2]))
