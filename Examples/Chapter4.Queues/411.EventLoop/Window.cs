// What is on the screen, and what happens to it. Nobody calls these handlers but the loop, so there is no lock:
//
//        [ count ]   [ clear ]          two buttons
//            ^                          the pointer: a and d, or the arrow keys, move it; the space bar clicks
//
//      key  'd'     -> the pointer moves
//      key  ' '     -> Post click 4     the click is an event of its own, and gets in line
//      click 4      -> each button looks whether it is meant
//      tick         -> the clock goes on

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.EventDriven;

/// <summary>Two buttons, a pointer and a clock, as handlers of events.</summary>
internal sealed class Window
{
    private const string Buttons = "  [ count ]   [ clear ]  ";
    private static readonly Range _count = 2..11, _clear = 14..23; // the columns of the buttons

    private readonly EventModule _module;
    private readonly Stage _stage;
    private readonly LiveView? _view; // null: told in lines
    private readonly Dictionary<string, int> _handled = [];
    private int _pointer, _counter, _ticks, _ticksAtKey;
    private string _last = "";

    public Window(EventModule module, Stage stage, LiveView? view)
    {
        (_module, _stage, _view) = (module, stage, view);
        foreach (var kind in new[] { "key", "click", "tick" })
        {
            module.Define(kind);                                        // [define]
            module.Register(kind, _ => _handled[kind] = _handled.GetValueOrDefault(kind) + 1);
        }
        module.Register("key", OnKey);                                  // [register]
        module.Register("click", column => OnClick(_count, column, () => _counter++, "count"));
        module.Register("click", column => OnClick(_clear, column, () => _counter = 0, "clear"));
        module.Register("tick", _ => Show($"tick {++_ticks}"));
        module.Failed += (kind, failure) => Show($"a handler of {kind} failed: {failure.Message}");
    }

    /// <summary>How many events of each kind were handled.</summary>
    public IReadOnlyDictionary<string, int> Handled => _handled;

    /// <summary>Ticks since the last key.</summary>
    public int QuietTicks => _ticks - _ticksAtKey;

    private void OnKey(string key)
    {
        _ticksAtKey = _ticks;
        switch (key)
        {
            case "a": Show($"key a: the pointer is at {_pointer = Math.Max(0, _pointer - 1)}"); break;
            case "d": Show($"key d: the pointer is at {_pointer = Math.Min(Buttons.Length - 1, _pointer + 1)}"); break;
            case " ": Show($"key space: click at {_pointer}"); _module.Post("click", $"{_pointer}"); break; // [click]
            case "x": throw new InvalidOperationException("nobody likes an x");
            case "q": Show("key q: the end"); _module.Stop(); break;
            default: Show($"key {key}: means nothing"); break;
        }
    }

    private void OnClick(Range button, string column, Action action, string name)
    {
        var at = int.Parse(column);
        if (at < button.Start.Value || at >= button.End.Value) return;  // [hit] not this one
        action();
        Show($"button {name}: the counter is {_counter}");
    }

    private void Show(string what)
    {
        _last = what;
        if (_view is null) _stage.WriteLine(what);
        else _view.Show([Buttons, new string(' ', _pointer) + '^', $"counter {_counter}, tick {_ticks}", _last]);
    }
}
