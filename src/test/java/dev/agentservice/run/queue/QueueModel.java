package dev.agentservice.run.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What the queue ought to do, as plainly as it can be said: no scripts, no keys, no time.
 */
final class QueueModel {

	/** Where a run can be. */
	enum Place {

		BACKLOG, LANE, TAKEN, LATER, PARKED;

		boolean isInWindow() {
			return this == LANE || this == TAKEN;
		}

		boolean waits() {
			return this == BACKLOG || this == LANE || this == LATER;
		}

	}

	private final int windowUser;

	private final int windowTenant;

	private final int maxUser;

	private final int maxTenant;

	private final int max;

	private final Map<String, QueuedRun> runs = new HashMap<>();

	final Map<String, Place> places = new TreeMap<>();

	/** Runs that wait in each track's lane, in order. */
	private final Map<String, List<String>> lanes = new HashMap<>();

	private final Map<String, Set<String>> rings = new HashMap<>();

	QueueModel(int windowUser, int windowTenant, int maxUser, int maxTenant, int max) {
		this.windowUser = windowUser;
		this.windowTenant = windowTenant;
		this.maxUser = maxUser;
		this.maxTenant = maxTenant;
		this.max = max;
	}

	OfferOutcome offer(QueuedRun run) {
		Place place = this.places.get(run.run());
		if (place != null && place != Place.LATER && place != Place.PARKED) {
			return OfferOutcome.KNOWN;
		}
		if (place == null) {
			OfferOutcome refused = refusal(run);
			if (refused != null) {
				return refused;
			}
		}
		this.runs.put(run.run(), run);
		enqueue(run);
		return OfferOutcome.OFFERED;
	}

	List<String> take(String track, int most) {
		List<String> lane = lane(track);
		List<String> taken = List.copyOf(lane.subList(0, Math.min(most, lane.size())));
		lane.removeAll(taken);
		taken.forEach((run) -> this.places.put(run, Place.TAKEN));
		return taken;
	}

	void release(String id, Release release) {
		Place place = this.places.get(id);
		if (place == null || (release instanceof Release.Requeue && (place == Place.BACKLOG || place == Place.LANE))) {
			return;
		}
		QueuedRun run = run(id);
		lane(run.track()).remove(id);
		this.places.remove(id);
		switch (release) {
			case Release.Over _ -> this.runs.remove(id);
			case Release.Requeue(String track) -> {
				QueuedRun again = (track != null) ? on(track, run) : run;
				this.runs.put(id, again);
				enqueue(again);
			}
			case Release.Later _ -> this.places.put(id, Place.LATER);
			case Release.Parked _ -> this.places.put(id, Place.PARKED);
		}
		promote(run);
	}

	List<String> waitingInLane(String track) {
		return List.copyOf(lane(track));
	}

	long taken(String track) {
		return ids(Place.TAKEN).stream().filter((id) -> run(id).track().equals(track)).count();
	}

	List<String> ids(Place place) {
		return this.places.keySet().stream().filter((id) -> place(id) == place).toList();
	}

	QueuedRun run(String id) {
		return Objects.requireNonNull(this.runs.get(id));
	}

	/** The user's and tenant's runs in lanes. */
	Set<String> window(String name) {
		Set<String> window = new TreeSet<>();
		this.places.forEach((id, place) -> {
			if (place.isInWindow() && (run(id).user().value().equals(name) || run(id).tenant().equals(name))) {
				window.add(id);
			}
		});
		return window;
	}

	/** The runs of a user, a tenant or a track that wait. */
	Set<String> waiting(String name) {
		Set<String> waiting = new TreeSet<>();
		this.places.forEach((id, place) -> {
			if (place.waits() && Set.of(run(id).user().value(), run(id).tenant(), run(id).track()).contains(name)) {
				waiting.add(id);
			}
		});
		return waiting;
	}

	List<String> backlog(String user) {
		return ids(Place.BACKLOG).stream()
			.filter((id) -> run(id).user().value().equals(user))
			.sorted(Comparator.comparingLong((id) -> run(id).score()))
			.toList();
	}

	List<String> ring(String tenant) {
		return List.copyOf(users(tenant));
	}

	private @Nullable OfferOutcome refusal(QueuedRun run) {
		long parked = ids(Place.PARKED).stream().filter((id) -> run(id).user().equals(run.user())).count();
		if (waiting(run.user().value()).size() >= this.maxUser || parked >= this.maxUser) {
			return OfferOutcome.USER_FULL;
		}
		if (waiting(run.tenant()).size() >= this.maxTenant) {
			return OfferOutcome.TENANT_FULL;
		}
		long all = this.places.values().stream().filter(Place::waits).count();
		return (all >= this.max) ? OfferOutcome.FULL : null;
	}

	private void enqueue(QueuedRun run) {
		this.places.put(run.run(), Place.BACKLOG);
		promote(run);
	}

	private void promote(QueuedRun changed) {
		String tenant = changed.tenant();
		join(tenant, changed.user().value());
		while (hasRoom(tenant, this.windowTenant) && !ring(tenant).isEmpty()) {
			String user = ring(tenant).getFirst();
			users(tenant).remove(user);
			String id = backlog(user).getFirst();
			this.places.put(id, Place.LANE);
			lane(run(id).track()).add(id);
			join(tenant, user);
		}
	}

	private void join(String tenant, String user) {
		Set<String> ring = users(tenant);
		if (backlog(user).isEmpty() || !hasRoom(user, this.windowUser)) {
			ring.remove(user);
		}
		else {
			ring.add(user);
		}
	}

	private Set<String> users(String tenant) {
		return this.rings.computeIfAbsent(tenant, (_) -> new LinkedHashSet<>());
	}

	private boolean hasRoom(String name, int window) {
		return window == 0 || window(name).size() < window;
	}

	private List<String> lane(String track) {
		return this.lanes.computeIfAbsent(track, (_) -> new ArrayList<>());
	}

	private Place place(String id) {
		return Objects.requireNonNull(this.places.get(id));
	}

	private static QueuedRun on(String track, QueuedRun run) {
		return new QueuedRun(run.run(), run.user(), run.tenant(), track, run.priority(), run.arrivedAt(),
				run.announcement());
	}

}
