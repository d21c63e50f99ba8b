using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The values of host.json, by path with colons; nothing when there is no such file.</summary>
internal sealed class HostFile
{
    private readonly IConfiguration? _values;

    public HostFile(string scriptRoot)
    {
        var path = Path.Combine(scriptRoot, "host.json");
        _values = File.Exists(path) ? new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build() : null;
    }

    /// <summary><c>logging.logLevel</c>: category and level.</summary>
    public IEnumerable<KeyValuePair<string, string>> LogLevels =>
        _values?.GetSection("logging:logLevel").GetChildren().Select(static level => KeyValuePair.Create(level.Key, level.Value ?? "")) ?? [];

    public string? this[string path] => _values?[path];
}
