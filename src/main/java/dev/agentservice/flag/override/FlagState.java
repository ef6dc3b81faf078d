package dev.agentservice.flag.override;

import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import org.jspecify.annotations.Nullable;

/**
 * A flag and how it decides now, for one tenant or for all.
 *
 * @param definition the flag
 * @param setting how it decides
 * @param overridden whether an operator said so, or the configuration
 * @param platform how it decides for all tenants, where an override of the tenant's own
 * stands before that, otherwise null
 */
public record FlagState(FlagDefinition definition, FlagSetting setting, boolean overridden,
		@Nullable FlagSetting platform) {

}
