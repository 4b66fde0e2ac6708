package io.streamsight.contract.registry;

import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions that an alias came by, as far as there is a way back to them: a move to the version
 * before takes the last step back, any other is a step on. A retired version leaves the trail.
 * Removing the alias is no step: rolling back then takes it where it was.
 */
public final class AliasTrail {
  private final String alias;

  /** Oldest first; no version follows itself. */
  private final List<Integer> versions = new ArrayList<>();

  private Integer now;
  private boolean moved;

  AliasTrail(String alias) {
    this.alias = alias;
  }

  /** An accepted proposal for the model, in order. */
  void follow(Proposal proposal) {
    if (proposal instanceof AliasMoved move && move.alias().equals(alias)) {
      moved = true;
      now = move.to();
      if (now != null) {
        step(now);
      }
    } else if (proposal instanceof VersionRetired retired) {
      leave(retired.version());
    }
  }

  private void step(int to) {
    int last = versions.size() - 1;
    if (last >= 1 && versions.get(last - 1) == to) {
      versions.remove(last);
    } else if (last < 0 || versions.get(last) != to) {
      versions.add(to);
    }
  }

  private void leave(int retired) {
    List<Integer> left = versions.stream().filter(version -> version != retired).toList();
    versions.clear();
    for (int version : left) {
      if (versions.isEmpty() || versions.get(versions.size() - 1) != version) {
        versions.add(version);
      }
    }
  }

  /** The version that it points to; null for none. */
  public Integer now() {
    return now;
  }

  /** Whether it pointed to a version once, and somebody wanted that it does no longer. */
  public boolean removed() {
    return moved && now == null;
  }

  /** The version that rolling back takes it to; null for none. */
  public Integer before() {
    int back = versions.size() - (now == null ? 1 : 2);
    return back < 0 ? null : versions.get(back);
  }
}
