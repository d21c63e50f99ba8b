using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Imagga;

/// <summary>Section <c>Magpie:Imagga</c>: limits of every account, and of single ones under <c>Accounts:{name}</c>.</summary>
public sealed class ImaggaOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Magpie:Imagga";

    /// <summary>Images processed in a month; null for any number.</summary>
    [Range(0, long.MaxValue)]
    public long? MonthlyLimit { get; set; }

    /// <summary>Requests of an account that one instance works on at once.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 64;

    /// <summary>Bytes of uploads, and of files that went through a temporary file, held in memory at once to be looked at, all together; default 256 MiB.</summary>
    [Range(1 << 20, 1L << 36)]
    public long MaxBytesInMemory { get; set; } = 256L << 20;

    /// <summary>What is different for single accounts.</summary>
    public IDictionary<string, AccountLimits> Accounts { get; } = new Dictionary<string, AccountLimits>(StringComparer.Ordinal);

    /// <summary>The limits of an account.</summary>
    public (long? Monthly, int Concurrency) Of(string account) =>
        Accounts.TryGetValue(account, out var own) ? (own.MonthlyLimit ?? MonthlyLimit, own.Concurrency ?? Concurrency) : (MonthlyLimit, Concurrency);
}

/// <summary>What is different for one account; null: as for all.</summary>
public sealed class AccountLimits
{
    [Range(0, long.MaxValue)]
    public long? MonthlyLimit { get; set; }

    [Range(1, 10_000)]
    public int? Concurrency { get; set; }
}

/// <summary>Checks <see cref="ImaggaOptions"/> at start, but for its accounts.</summary>
[OptionsValidator]
public sealed partial class ImaggaOptionsValidator : IValidateOptions<ImaggaOptions>;

/// <summary>Checks the <see cref="AccountLimits"/> of one account at start.</summary>
[OptionsValidator]
public sealed partial class AccountLimitsValidator : IValidateOptions<AccountLimits>;
