using System.Text;

namespace Magpie.Tests.Support;

/// <summary>Reads <c>name=value|name=value</c>; a backslash takes <c>=</c> and <c>|</c> for what they are.</summary>
internal static class CloudinaryContext
{
    public static Dictionary<string, string> Read(string? text)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        var part = new StringBuilder();
        string? name = null;
        for (var at = 0; at < (text?.Length ?? 0); at++)
        {
            switch (text![at])
            {
                case '\\' when at + 1 < text.Length && text[at + 1] is '=' or '|':
                    part.Append(text[++at]);
                    break;
                case '=' when name is null:
                    name = part.ToString();
                    part.Clear();
                    break;
                case '|':
                    Add();
                    break;
                default:
                    part.Append(text[at]);
                    break;
            }
        }

        Add();
        return context;

        void Add()
        {
            if (name is not null || part.Length > 0)
            {
                context[name ?? part.ToString()] = name is null ? "" : part.ToString();
            }

            name = null;
            part.Clear();
        }
    }
}
