"""The cross-encoder in PyTorch: a small BERT, its first token and mean pooled, three logits."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel


class CrossEncoder(nn.Module):
    """Reads a claim and its evidence together and tells three classes apart.

    Token ids and segment ids go in, both of shape (batch, tokens), with an attention mask of the
    same shape; logits of shape (batch, 3) come out: supports, contradicts, neither.
    """

    def __init__(self, base: Path, dropout: float = 0.1) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(base, attention_probs_dropout_prob=0.0)
        self.bert = BertModel.from_pretrained(base, config=config, add_pooling_layer=False)
        self.dense = nn.Linear(2 * config.hidden_size, config.hidden_size)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(config.hidden_size, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the logits."""
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        pooled = torch.tanh(self.dense(torch.cat([states[:, 0], mean], dim=-1)))
        logits: Tensor = self.out(self.drop(pooled))
        return logits


def loss(logits: Tensor, labels: Tensor, smoothing: float = 0.05) -> Tensor:
    """Return the mean loss: cross-entropy, and for `REFUSED` the log of the two other classes' sum.

    ``smoothing`` is the share of probability that the target leaves to the other classes
    (Szegedy et al., 2016), so that scores stay fit for calibration.
    """
    log = torch.log_softmax(logits.float(), dim=-1)
    known = torch.nn.functional.nll_loss(log, labels.clamp(max=2), reduction="none")
    refused = -torch.logsumexp(log[:, 1:], dim=-1)
    hard = torch.where(labels == 3, refused, known)
    return (hard * (1 - smoothing) - log.mean(-1) * smoothing).mean()
