using Azure.Data.Tables;
using Magpie.Accounts;
using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Accounts;

/// <summary>Registers accounts: who asks, and how much.</summary>
public static class AccountServices
{
    /// <summary>Needs storage and a <see cref="TimeProvider"/> among the services.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new AccountOptions();
        configuration.GetSection(AccountOptions.Section).Bind(options);
        services.AddSingleton(options.Validated(AccountOptions.Section, new AccountOptionsValidator()));
        services.AddSingleton<ICredentialStore>(provider =>
            new TableCredentialStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableCredentialStore.Table)));
        services.AddSingleton<AccountService>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<RequestLimiter>();
        services.AddSingleton<DemoCredential>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoCredential>());
        return services.AddStorageTable(TableCredentialStore.Table);
    }
}
