package dev.agentservice.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/**
 * The log of changes. There is no way to change or delete an entry. Thread-safe.
 */
@Component
public final class Audit {

	private static final LuaScript<String> RECORD = LuaScript.text("audit/audit-record");

	private static final LuaScript<List<@Nullable Object>> PAGE = LuaScript.list("audit/audit-page");

	/** No tenant's key begins like it. */
	private static final String PLATFORM = "as:platform:audit";

	/** How many entries a filter looks through before it answers with what it has. */
	private static final int MAX_SCANNED = 2_000;

	private final RedisStore store;

	private final AuditProperties properties;

	private final String release;

	Audit(RedisStore store, AuditProperties properties, ObjectProvider<BuildProperties> build) {
		this.store = store;
		this.properties = properties;
		String version = build.stream().map(BuildProperties::getVersion).findFirst().orElse(null);
		this.release = Objects.requireNonNullElse(version, "development");
	}

	/**
	 * Records a change. Call it before the change is made, and do not make the change if
	 * it throws: then the log may hold a change that did not happen, but no change
	 * happens that the log does not hold.
	 * @param entry the change
	 * @return the entry's id
	 * @throws StoreUnavailableException if it is unknown whether the entry was written
	 */
	public String record(AuditEntry entry) {
		return record(key(entry.tenant()), entry);
	}

	/**
	 * Reads a tenant's log, newest first.
	 * @param tenant the tenant
	 * @param query which part
	 * @return a page
	 * @throws StoreUnavailableException if Redis cannot be asked
	 */
	public AuditPage read(String tenant, AuditQuery query) {
		return read(tenant, key(tenant), query);
	}

	/**
	 * Records a change that concerns all tenants: in the platform's own log, and then in
	 * that of each tenant that it touches, so that nobody's log is silent about what was
	 * done to it. As many entries as tenants, and the first failure ends it.
	 * @param entry the change
	 * @param tenants what of it each tenant that it touches may see
	 * @throws StoreUnavailableException if it is unknown whether all were written
	 */
	public void recordForAll(AuditEntry entry, Collection<AuditEntry> tenants) {
		record(PLATFORM, entry);
		tenants.forEach(this::record);
	}

	/** Reads the platform's own log; otherwise like {@link #read}. */
	public AuditPage readPlatform(AuditQuery query) {
		return read("", PLATFORM, query);
	}

	private String record(String key, AuditEntry entry) {
		List<Object> args = new ArrayList<>();
		args.add(this.properties.retention().toMillis());
		args.addAll(AuditFields.write(entry.checked(), this.release));
		return this.store.run(RECORD, List.of(key), args);
	}

	private AuditPage read(String tenant, String key, AuditQuery query) {
		List<Object> args = List.of(Objects.requireNonNullElse(query.after(), ""),
				Objects.requireNonNullElse(query.action(), ""), query.limit(), this.properties.retention().toMillis(),
				MAX_SCANNED);
		return AuditFields.read(tenant, this.store.run(PAGE, List.of(key), args));
	}

	private static String key(String tenant) {
		return "as:audit:" + tenant;
	}

}
