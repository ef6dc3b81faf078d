package dev.agentservice.privacy.web;

import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code DELETE /tenants/{id}}.
 *
 * @param confirm the tenant once more
 */
record TenantEraseRequest(@Schema(requiredMode = Schema.RequiredMode.REQUIRED,
		description = "The tenant once more, so that nobody erases it by mistake.", example = "acme") String confirm) {

	private static final int LONGEST = 1_024;

	static TenantEraseRequest parse(JsonFields fields) {
		String confirm = fields.requiredText("confirm", LONGEST);
		fields.finish();
		return new TenantEraseRequest(confirm);
	}

}
