using Azure.Data.Tables;
using Magpie.Functions.Uploads;
using Magpie.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Idempotency;

/// <summary>Registers what lets a POST be repeated.</summary>
public static class IdempotencyServices
{
    /// <summary>Needs storage and uploads, whose table and window it shares.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services) =>
        services.AddSingleton(provider => new AnswerStore(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(TableIdempotencyStore.Table),
            provider.GetRequiredService<UploadOptions>(),
            provider.GetRequiredService<TimeProvider>()));
}
