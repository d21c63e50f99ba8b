using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Accounts;

/// <summary>Section <c>Magpie:Accounts</c>: how much an account may ask.</summary>
public sealed class AccountOptions
{
    public const string Section = "Magpie:Accounts";

    /// <summary>Requests a minute of one account, on each instance. Default 6,000.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 6_000;

    /// <summary>Requests an account that was quiet may send at once. Default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 1_000;
}

/// <summary>Checks <see cref="AccountOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class AccountOptionsValidator : IValidateOptions<AccountOptions>;
