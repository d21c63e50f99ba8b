using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker;

/// <summary><c>%Name%</c> in a path, queue name or schedule stands for the setting <c>Name</c>.</summary>
internal static class SettingExpression
{
    /// <summary>The text with every expression replaced by its setting.</summary>
    /// <exception cref="InvalidOperationException">A named setting is missing.</exception>
    public static string Resolve(string text, IConfiguration settings)
    {
        var from = 0;
        while (text.IndexOf('%', from) is >= 0 and var open && text.IndexOf('%', open + 1) is >= 0 and var close)
        {
            var name = text[(open + 1)..close];
            var value = settings[name] ?? throw new InvalidOperationException($"'%{name}%' does not resolve: set {name}.");
            text = string.Concat(text.AsSpan(0, open), value, text.AsSpan(close + 1));
            from = open + value.Length;
        }

        return text;
    }
}
