using System.Globalization;
using Magpie.Tagging;

namespace Magpie.Cli.Models;

/// <summary>How far installed packs are named in each language.</summary>
internal static class LanguageTable
{
    /// <summary>For a row of packs: the number of languages that name all of it, and of those that name some.</summary>
    public static string Cell(ModelPack pack, PackRegistry installed)
    {
        var shares = Languages.All.Select(language => LanguageCoverage.Share(pack, language.Code, installed.SharedNames)).OfType<double>().ToList();
        var (whole, partly) = (shares.Count(share => share >= 1), shares.Count(share => share is > 0 and < 1));
        return shares.Count == 0 ? "-" : partly == 0 ? $"{whole}" : $"{whole} + {partly} in part";
    }

    /// <summary>A row a language, a column a pack.</summary>
    public static void Write(TextWriter output, PackRegistry installed)
    {
        var packs = installed.Packs.Where(pack => pack.Manifest.Task == PackTasks.Classification).ToList();
        Table.Write(
            output,
            ["CODE", "LANGUAGE", .. packs.Select(pack => pack.Manifest.Id)],
            Languages.All.Select(language => (string[])
            [
                language.Code,
                language.Name,
                .. packs.Select(pack => Percent(LanguageCoverage.Share(pack, language.Code, installed.SharedNames) ?? 0)),
            ]));
    }

    /// <summary>Rounded down: 100 % is all.</summary>
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1000) / 10:0.#} %");
}
