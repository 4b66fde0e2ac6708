package io.streamsight.contract.registry;

import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions that an alias came by, as far as there is a way back to them: a promote is a step
 * on, also to a version where it was before, and a rollback takes the last step back. A retired
 * version leaves the trail. Removing the alias is no step: rolling back then takes it where it was.
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
      if (move.to() != null && move.rollback() != null) {
        stepBack(move.to());
      } else if (move.to() != null) {
        step(move.to());
      }
      moved = true;
      now = move.to();
    } else if (proposal instanceof VersionRetired retired) {
      leave(retired.version());
    }
  }

  private void step(int to) {
    if (versions.isEmpty() || versions.get(versions.size() - 1) != to) {
      versions.add(to);
    }
  }

  /** Whoever writes to the topic may go back further, or to where it never was. */
  private void stepBack(int to) {
    int last = versions.size() - 1;
    int there = versions.subList(0, now == null ? last + 1 : Math.max(last, 0)).lastIndexOf(to);
    if (there >= 0) {
      versions.subList(there + 1, versions.size()).clear();
    } else {
      step(to);
    }
  }

  private void leave(int retired) {
    List<Integer> left = versions.stream().filter(version -> version != retired).toList();
    versions.clear();
    left.forEach(this::step);
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
