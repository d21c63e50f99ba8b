using System.Globalization;
using System.Xml.Linq;

namespace Magpie.Cli.Test;

/// <summary>The lines that at least one of several test runs ran.</summary>
internal sealed record LineCoverage(IReadOnlyList<FileCoverage> Files)
{
    public int Covered => Files.Sum(file => file.Covered);

    public int Total => Files.Sum(file => file.Total);

    /// <summary>Reads Cobertura reports; a line counts once however many reports name it.</summary>
    public static LineCoverage Read(IEnumerable<string> reports)
    {
        Dictionary<(string File, int Line), bool> lines = [];
        foreach (var report in reports.Select(XDocument.Load))
        {
            foreach (var type in report.Descendants("class"))
            {
                var file = type.Attribute("filename")?.Value ?? "";
                foreach (var line in type.Descendants("line"))
                {
                    var key = (file, int.Parse(line.Attribute("number")!.Value, CultureInfo.InvariantCulture));
                    lines[key] = lines.GetValueOrDefault(key) || line.Attribute("hits")?.Value != "0";
                }
            }
        }

        return new LineCoverage(
            [.. lines.GroupBy(line => line.Key.File, StringComparer.Ordinal).Select(file => new FileCoverage(file.Key, file.Count(line => line.Value), file.Count()))]);
    }
}

/// <summary>The lines of one file.</summary>
internal sealed record FileCoverage(string File, int Covered, int Total);
