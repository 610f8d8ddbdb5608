#!/usr/bin/env python3
"""Times a training step of NAFNet-16 in Python's PyTorch, as `dcpt speed` does in Java.

    step.py --procedure pretrain|finetune [--patch 64] [--batch 8] [--threads 1] [--steps 40] [--warm-up 10]
            [--layout channels-last|channels-first] [--json]
    step.py --check CHECKPOINT --pictures DIR

The first form prints the median of the seconds per step after the warm-up, the mean of the CPU time
and the peak of the process's resident memory. The second runs a checkpoint of ours on the golden pictures (DIR is
golden-images/src/main/resources/io/github/dcpt4j/golden) and compares restored pictures and logits
with the stored ones; it ends with status 1 where they differ by more than 1e-5.

Needs PyTorch and NumPy, for the check Pillow as well: apt install python3-torch python3-pil
"""

import argparse
import json
import resource
import statistics
import struct
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 16
ENCODER_BLOCKS = [1, 1, 2, 4]
MIDDLE_BLOCKS = 1
DECODER_BLOCKS = [1, 1, 1, 1]
CLASSES = 5
GAMMA = 2
TOLERANCE = 1e-5


class ChannelNorm(nn.Module):
    """Layer norm over the channels of each pixel."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        pixels = x.permute(0, 2, 3, 1)
        return F.layer_norm(pixels, self.weight.shape, self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


def gate(x):
    first, second = x.chunk(2, dim=1)
    return first * second


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.beta = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.gamma = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.conv1 = nn.Conv2d(channels, 2 * channels, 1)
        self.conv2 = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1, groups=2 * channels)
        self.conv3 = nn.Conv2d(channels, channels, 1)
        self.sca = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, channels, 1))
        self.conv4 = nn.Conv2d(channels, 2 * channels, 1)
        self.conv5 = nn.Conv2d(channels, channels, 1)
        self.norm1 = ChannelNorm(channels)
        self.norm2 = ChannelNorm(channels)

    def forward(self, x):
        u = gate(self.conv2(self.conv1(self.norm1(x))))
        u = self.conv3(u * self.sca(u))
        y = x + u * self.beta
        t = self.conv5(gate(self.conv4(self.norm2(y))))
        return y + t * self.gamma


def blocks(count, channels):
    return nn.Sequential(*[Block(channels) for _ in range(count)])


class NafNet(nn.Module):
    def __init__(self, encoder_blocks=ENCODER_BLOCKS, decoder_blocks=DECODER_BLOCKS):
        super().__init__()
        levels = len(encoder_blocks)
        widths = [WIDTH << level for level in range(levels + 1)]
        self.intro = nn.Conv2d(3, WIDTH, 3, padding=1)
        self.ending = nn.Conv2d(WIDTH, 3, 3, padding=1)
        self.encoders = nn.ModuleList([blocks(n, c) for n, c in zip(encoder_blocks, widths)])
        self.middle_blks = blocks(MIDDLE_BLOCKS, widths[-1])
        self.ups = nn.ModuleList(
            [nn.Sequential(nn.Conv2d(c, 2 * c, 1, bias=False), nn.PixelShuffle(2)) for c in widths[:0:-1]])
        self.downs = nn.ModuleList([nn.Conv2d(c, 2 * c, 2, stride=2) for c in widths[:-1]])
        for level, (count, channels) in enumerate(zip(decoder_blocks, widths[-2::-1])):
            setattr(self, f"decoder{level}", blocks(count, channels))

    def trunk(self, image):
        """The decoder's stages, finest first."""
        x = self.intro(image)
        skips = []
        for encoder, down in zip(self.encoders, self.downs):
            x = encoder(x)
            skips.append(x)
            x = down(x)
        x = self.middle_blks(x)
        stages = []
        for level, up in enumerate(self.ups):
            x = getattr(self, f"decoder{level}")(up(x) + skips.pop())
            stages.insert(0, x)
        return stages

    def forward(self, image):
        return self.ending(self.trunk(image)[0]) + image


class ConvNorm(nn.Conv2d):
    def __init__(self, channels, out, kernel):
        super().__init__(channels, out, kernel, padding=kernel // 2, bias=False)
        self.norm = ChannelNorm(out)

    def forward(self, x):
        return self.norm(super().forward(x))


class Bottleneck(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = ConvNorm(channels, 2 * channels, 1)
        self.conv2 = ConvNorm(2 * channels, 2 * channels, 3)
        self.conv3 = ConvNorm(2 * channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv3(F.relu(self.conv2(F.relu(self.conv1(x))))) + x)


class Classifier(nn.Module):
    """Names the degradation from the decoder's stages."""

    def __init__(self):
        super().__init__()
        widths = [WIDTH << level for level in range(len(DECODER_BLOCKS))]
        after = widths[1:] + widths[-1:]
        self.mixing_weights = nn.Parameter(torch.ones(len(widths)))
        self.bottleneck_layers = nn.ModuleList([nn.Sequential(Bottleneck(c)) for c in widths])
        self.downsample_layers = nn.ModuleList(
            [nn.Sequential(nn.Conv2d(c, out, 1, bias=False), nn.MaxPool2d(2), nn.ReLU())
             for c, out in zip(widths, after)])
        self.last_stage = nn.Sequential(Bottleneck(widths[-1]))
        self.fc = nn.Linear(widths[-1], CLASSES)

    def forward(self, stages):
        shares = self.mixing_weights.softmax(0)
        s = 0
        for share, stage, bottleneck, down in zip(shares, stages, self.bottleneck_layers, self.downsample_layers):
            s = down(bottleneck(s + share * stage))
        return self.fc(self.last_stage(s).mean((2, 3)))


def focal(logits, labels):
    log_probability = logits.log_softmax(1).gather(1, labels[:, None])[:, 0]
    return (-log_probability * (1 - log_probability.exp()) ** GAMMA).mean()


class PreTraining:
    def __init__(self, network, classifier):
        self.network = network
        self.classifier = classifier
        self.optimisers = [
            torch.optim.AdamW(network.parameters(), 3e-4, weight_decay=0),
            torch.optim.AdamW(classifier.parameters(), 1e-4, weight_decay=1e-4)]

    def step(self, degraded, clean, labels):
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        pixel_loss = F.l1_loss(self.network(clean), clean)
        logits = self.classifier(self.network.trunk(degraded))
        loss = pixel_loss + focal(logits, labels)
        loss.backward()
        for optimiser in self.optimisers:
            optimiser.step()
        return loss.item()


class FineTuning:
    DECAY = 0.999

    def __init__(self, network):
        self.network = network
        self.optimiser = torch.optim.AdamW(network.parameters(), 3e-4, weight_decay=0)
        self.average = [parameter.detach().clone() for parameter in network.parameters()]

    def step(self, degraded, clean, labels):
        del labels
        self.optimiser.zero_grad()
        loss = F.l1_loss(self.network(degraded), clean)
        loss.backward()
        parameters = list(self.network.parameters())
        torch.nn.utils.clip_grad_norm_(parameters, 0.01)
        self.optimiser.step()
        with torch.no_grad():
            torch._foreach_mul_(self.average, self.DECAY)
            torch._foreach_add_(self.average, parameters, alpha=1 - self.DECAY)
        return loss.item()


def measure(options):
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    network = NafNet()
    if options.procedure == "pretrain":
        procedure = PreTraining(network, Classifier())
    else:
        procedure = FineTuning(network)
    layout = torch.channels_last if options.layout == "channels-last" else torch.contiguous_format
    random = np.random.default_rng(0)
    shape = (options.batch, 3, options.patch, options.patch)
    seconds = []
    cpu_seconds = []
    for _ in range(options.warm_up + options.steps):
        degraded, clean = (random.random(shape, dtype=np.float32) for _ in range(2))
        labels = torch.from_numpy(random.integers(0, CLASSES, options.batch))
        cpu_begin, begin = time.process_time(), time.perf_counter()
        images = [torch.from_numpy(image).contiguous(memory_format=layout) for image in (degraded, clean)]
        procedure.step(*images, labels)
        seconds.append(time.perf_counter() - begin)
        cpu_seconds.append(time.process_time() - cpu_begin)
    result = {
        "secondsPerStep": round(statistics.median(seconds[options.warm_up:]), 5),
        "cpuSecondsPerStep": round(statistics.mean(cpu_seconds[options.warm_up:]), 5),
        "peakResidentMegabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)}
    if options.json:
        print(json.dumps(result))
    else:
        print(f"{result['secondsPerStep']:.4f} s a step, {result['cpuSecondsPerStep']:.4f} s of CPU time, {result['peakResidentMegabytes']} MB at most")


def read_safetensors(path):
    """The float tensors and the metadata of a file: 8 bytes of length, JSON, raw values."""
    content = path.read_bytes()
    start = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(content[start + begin:start + end], "<f4")
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors, metadata


def check(checkpoint, golden):
    from PIL import Image

    weights, metadata = read_safetensors(checkpoint)
    described = json.loads(metadata["dcpt4j.network"])
    network = NafNet(described["encoderBlocks"], described["decoderBlocks"])
    classifier = Classifier()
    scope = "classifier."
    network.load_state_dict({k: v for k, v in weights.items() if not k.startswith(scope)})
    classifier.load_state_dict({k[len(scope):]: v for k, v in weights.items() if k.startswith(scope)})
    files = sorted((golden / "tensors").glob("*/*.safetensors"))
    if not files:
        sys.exit(f"{golden} holds no tensors/*/*.safetensors: name the folder of the golden pictures")
    worst = 0
    for file in files:
        picture = golden / "degraded" / file.parent.name / (file.stem + ".png")
        pixels = np.asarray(Image.open(picture).convert("RGB"), dtype=np.float32) / 255
        rows, columns = (side >> len(ENCODER_BLOCKS) << len(ENCODER_BLOCKS) for side in pixels.shape[:2])
        image = torch.from_numpy(pixels[:rows, :columns].transpose(2, 0, 1)[None].copy())
        expected, _ = read_safetensors(file)
        with torch.no_grad():
            stages = network.trunk(image)
            differences = {
                "restored": network.ending(stages[0]) + image - expected["restored"],
                "logits": classifier(stages) - expected["degradation_logits"]}
        largest = {name: difference.abs().max().item() for name, difference in differences.items()}
        print(file.parent.name, file.stem, *(f"{name} {value:.1e}" for name, value in largest.items()))
        worst = max(worst, *largest.values())
    print(f"largest difference {worst:.1e}")
    if not worst <= TOLERANCE:
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--procedure", choices=["pretrain", "finetune"], default="finetune")
    parser.add_argument("--patch", type=int, default=64)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--warm-up", type=int, default=10)
    parser.add_argument("--layout", choices=["channels-last", "channels-first"], default="channels-last")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", type=Path, metavar="CHECKPOINT")
    parser.add_argument("--pictures", type=Path, metavar="DIR")
    options = parser.parse_args()
    if options.check:
        if not options.pictures:
            parser.error("--check needs --pictures")
        check(options.check, options.pictures)
    else:
        measure(options)


if __name__ == "__main__":
    main()
