using Magpie.Tagging;

namespace Magpie.Cli.Models;

/// <summary>A progress bar of one line that is drawn over; where there is no terminal, nothing.</summary>
internal sealed class DownloadBar(TextWriter output, bool isTerminal) : IProgress<DownloadProgress>, IDisposable
{
    private const int Width = 30;

    private int _percent = -1;

    public void Report(DownloadProgress value)
    {
        var percent = value.TotalBytes is > 0 and var total ? (int)(100 * value.Bytes / total) : 0;
        if (!isTerminal || percent == _percent)
        {
            return;
        }

        _percent = percent;
        var filled = Width * percent / 100;
        output.Write($"\r{value.File}  {new string('█', filled)}{new string('░', Width - filled)}  {percent,3} %  {value.Bytes / 1e6:0.0} MB");
    }

    /// <summary>Ends the line.</summary>
    public void Finish()
    {
        if (_percent >= 0)
        {
            output.WriteLine();
            _percent = -1;
        }
    }

    public void Dispose() => Finish();
}
