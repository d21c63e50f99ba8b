using System.Globalization;
using System.Xml.Linq;

namespace Magpie.Cli.Test;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>The counters of a TRX file; null when there is none, as after a run that broke off.</summary>
    public static TestCounts? Read(string path)
    {
        if (!File.Exists(path) || XDocument.Load(path).Descendants(Trx + "Counters").FirstOrDefault() is not { } counters)
        {
            return null;
        }

        var passed = Number("passed");
        var failed = Number("failed") + Number("error") + Number("timeout") + Number("aborted");
        return new TestCounts(passed, failed, Math.Max(0, Number("total") - passed - failed));

        int Number(string name) => int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
    }

    /// <summary>The names of the tests of a TRX file that did not pass, and the first line of what each said.</summary>
    public static IEnumerable<string> FailuresOf(string path) =>
        File.Exists(path)
            ? [.. XDocument.Load(path).Descendants(Trx + "UnitTestResult").Where(result => result.Attribute("outcome")?.Value is "Failed" or "Error" or "Timeout" or "Aborted").Select(Sentence)]
            : [];

    private static string Sentence(XElement result) =>
        $"{result.Attribute("testName")?.Value}: {result.Descendants(Trx + "Message").FirstOrDefault()?.Value.Trim().Split('\n')[0].Trim()}";
}
