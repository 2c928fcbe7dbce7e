"""The Python package without a page: what it takes, what it refuses and how, and what waits for a page."""

import asyncio
import unittest
import warnings

import comm
import numpy
import pandas
import traitlets
from gradwalk import GradWalk


class Page(comm.base_comm.BaseComm):
    """What stands for a notebook's page: it keeps what it is sent, and answers when it is told to."""

    def __init__(self, **given):
        self.sent = []
        super().__init__(**given)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        self.sent.append(data)


class WithPage(unittest.TestCase):
    def setUp(self):
        usual = comm.create_comm
        comm.create_comm = Page
        self.addCleanup(setattr, comm, "create_comm", usual)


class Values(WithPage):
    def test_takes_what_a_notebook_has(self):
        series = pandas.Series([1, 2, 3], index=[7, 8, 9])
        for x in [[1, 2, 3], (1, 2, 3), range(1, 4), "1,2,3", numpy.arange(1, 4), numpy.array([1, 2, 3], "float32"),
                  series, series.astype("Int64"), iter([1, 2, 3])]:
            with self.subTest(x=x):
                self.assertEqual(GradWalk(x=x).x, [1.0, 2.0, 3.0])
        lab = GradWalk(lr=numpy.float64(0.5), iterations=numpy.int64(7), zero_grad=numpy.bool_(False), w="0.25")
        self.assertEqual([lab.lr, lab.iterations, lab.zero_grad, lab.w], [0.5, 7, False, 0.25])
        self.assertEqual(GradWalk(iterations=20.0).iterations, 20)
        for on in [True, "on"]:
            self.assertIs(GradWalk(zero_grad=on, autoplay=on).autoplay, True)

    def test_takes_names_as_list_or_text(self):
        for views in [["fit", "loss"], ("fit", "loss"), "fit,loss", "fit loss"]:
            self.assertEqual(GradWalk(views=views).views, "fit,loss")
        self.assertEqual(GradWalk(lock=["lr", "zero_grad"], hide="all").lock, "lr,zero-grad")

    def test_the_page_hears_the_lab_s_own_words(self):
        state = GradWalk(zero_grad=False, autoplay=True, x=range(2), views=["fit"]).get_state()
        told = [state[name] for name in ["zero_grad", "autoplay", "x", "views", "lr"]]
        self.assertEqual(told, ["off", "on", [0.0, 1.0], "fit", None])

    def test_takes_what_the_page_tells(self):
        lab = GradWalk(model="w**", zero_grad=True)
        lab.set_state({"model": "w*x", "zero_grad": "off", "status": "done", "history": [{"epoch": 1, "w": 0.5}]})
        self.assertEqual([lab.model, lab.zero_grad, lab.status], ["w*x", False, "done"])
        self.assertEqual(lab.frame.w.tolist(), [0.5])
        with self.assertRaises(traitlets.TraitError):
            lab.status = "ready"

    def test_says_what_it_refuses(self):
        numbers = "it takes finite numbers in one row, as [1, 2, 3], an array or a Series"
        for setting, value, words in [
            ("lr", float("nan"), "lr is nan; it takes a number from 1e-9 to 1000"),
            ("lr", "fast", "lr is 'fast'; it takes a number from 1e-9 to 1000"),
            ("lr", True, "lr is True; it takes a number from 1e-9 to 1000"),
            ("iterations", float("inf"), "iterations is inf; it takes a whole number from 1 to 1000000"),
            ("iterations", 2.5, "iterations is 2.5; it takes a whole number from 1 to 1000000"),
            ("x", 3, f"x is 3; {numbers}"),
            ("x", {1: 2}, f"x is {{1: 2}}; {numbers}"),
            ("x", [1, None], f"x[1] is None; {numbers}"),
            ("y", pandas.Series([1, numpy.nan]), f"y[1] is nan; {numbers}"),
            ("y", pandas.Series([1, None], dtype="Int64"), f"y[1] is <NA>; {numbers}"),
            ("x", numpy.ones((3, 1)), f"x is an array of shape 3×1; {numbers}"),
            ("zero_grad", "yes", "zero_grad is 'yes'; it takes True or False"),
            ("zero_grad", 1, "zero_grad is 1; it takes True or False"),
            ("theme", "pink", "theme is 'pink'; it takes one of 'auto', 'light', 'dark'"),
            ("model", 3, "model is 3; it takes a text"),
        ]:
            with self.subTest(setting=setting, value=value):
                with self.assertRaises(traitlets.TraitError) as at_first:
                    GradWalk(**{setting: value})
                lab = GradWalk()
                with self.assertRaises(traitlets.TraitError) as later:
                    setattr(lab, setting, value)
                self.assertEqual([str(at_first.exception), str(later.exception)], [words, words])
                self.assertIsNone(getattr(lab, setting))
        with self.assertRaisesRegex(traitlets.TraitError, r"views is \['fit', 'lossy'\] with 'lossy'; it takes any of 'fit', "):
            GradWalk(views=["fit", "lossy"])

    def test_an_unknown_name_is_said_with_what_may_be_meant(self):
        for name, meant in [("learning_rate", "lr"), ("lrr", "lr"), ("epochs", "iterations"), ("iteration", "iterations"),
                            ("zerograd", "zero_grad"), ("zero-grad", "zero_grad")]:
            with self.subTest(name=name):
                with self.assertRaises(TypeError) as refused:
                    GradWalk(**{name: 1})
                words = f"GradWalk has no setting `{name}`; did you mean `{meant}`?"
                self.assertEqual(str(refused.exception), words)
                with self.assertRaises(AttributeError) as refused:
                    setattr(GradWalk(), name, 1)
                self.assertEqual(str(refused.exception), words)
        with self.assertRaises(TypeError) as refused:
            GradWalk(qqq=1)
        self.assertEqual(str(refused.exception), "GradWalk has no setting `qqq`")


class Links(WithPage):
    def test_reads_links_as_the_lab_and_its_friends_write_them(self):
        lab = GradWalk.from_url(
            "https://some.where/a.html?page=2#gw:one%20lab?v=1&lr=0.05&model=a*sin(b*x)%20%2B%20c&start=a=1,b=2"
            "&x=1,2.5,3e-7&y=1,2,3&zero-grad=off&views=fit,loss&hide=&pins=lr=0.1,name=A %26 b&phase=loss.2&epoch=7"
        )
        self.assertEqual([lab.lr, lab.model, lab.start], [0.05, "a*sin(b*x) + c", "a=1,b=2"])
        self.assertEqual([lab.x, lab.zero_grad, lab.views, lab.hide], [[1.0, 2.5, 3e-7], False, "fit,loss", ""])
        self.assertEqual([lab.pins, lab.phase, lab.epoch, lab.iterations], ["lr=0.1,name=A & b", "loss.2", 7, None])
        for url in ["#gw?lr=0.14&epoch=2", "#gw:2?lr=0.14&epoch=2", "https://some.where/#gw%3Flr%3D0.14%26epoch%3D2",
                    " https://some.where/gradwalk/embed.html?lr=0.14&epoch=2\n"]:
            with self.subTest(url=url):
                lab = GradWalk.from_url(url)
                self.assertEqual([lab.lr, lab.epoch], [0.14, 2])

    def test_says_what_is_no_such_link(self):
        for url, words in [
            ("https://some.where/", "'https://some.where/' holds no lab: such a link ends as `#gw?lr=0.1`"),
            ("https://some.where/?lr=1#two", "'https://some.where/?lr=1#two' holds no lab: such a link ends as `#gw?lr=0.1`"),
            ("#gw?lr=0.1.", "lr is '0.1.'; it takes a number from 1e-9 to 1000"),
            ("#gw?rate=0.1", "'#gw?rate=0.1': GradWalk has no setting `rate`; did you mean `lr`?"),
        ]:
            with self.subTest(url=url):
                with self.assertRaises((ValueError, traitlets.TraitError)) as refused:
                    GradWalk.from_url(url)
                self.assertEqual(str(refused.exception), words)
        with self.assertRaisesRegex(ValueError, "'#gw[?]v=2&lr=1' is of a later version than gradwalk .* reads"):
            GradWalk.from_url("#gw?v=2&lr=1")


class Calls(WithPage):
    def test_what_is_called_before_a_page_waits_in_order(self):
        lab = GradWalk()
        self.assertEqual(repr(lab), "<GradWalk: no page has shown it yet>")
        lab.train()
        lab.back(2)
        lab.seek(numpy.int64(3))
        self.assertEqual(repr(lab), "<GradWalk: no page has shown it yet; until then wait train(), back(), seek()>")
        self.assertEqual(lab.get_state("_calls"), {"_calls": [[1, "train", None], [2, "back", 2], [3, "seek", 3]]})
        lab.set_state({"_done": 3, "_shown": True, "epoch": 3, "status": "training"})
        lab.reset()
        self.assertEqual(lab.comm.sent[-1]["state"], {"_calls": [[4, "reset", None]]})
        self.assertEqual(repr(lab), "<GradWalk: training at epoch 3>")
        with self.assertRaisesRegex(traitlets.TraitError, "step is 1.5; it takes a whole number"):
            lab.step(1.5)

    def test_trained_waits_until_its_own_call_is_done(self):
        lab = GradWalk()

        async def page():
            await asyncio.sleep(0)
            lab.set_state({"_done": 1, "_shown": True, "status": "training"})
            await asyncio.sleep(0.1)
            lab.set_state({"_done": 2, "status": "converged"})

        async def both():
            lab.train()
            return await asyncio.gather(lab.trained(), page())

        self.assertEqual(asyncio.run(both())[0], "converged")

    def test_trained_gives_up_in_words(self):
        with self.assertRaisesRegex(TimeoutError, "no page has answered within 0.05 s: none shows the lab, or this kernel"):
            asyncio.run(GradWalk().trained(timeout=0.05))


class Alone(unittest.TestCase):
    """In a program that no notebook runs."""

    def test_a_call_says_that_nobody_can_do_it(self):
        lab = GradWalk()
        self.assertEqual(repr(lab), "<GradWalk: no page can show it here>")
        with self.assertWarnsRegex(UserWarning, r"train\(\) does nothing: this program runs in no notebook") as warned:
            lab.train()
        self.assertEqual(warned.filename, __file__, "the warning names the line of whoever called")
        with self.assertRaisesRegex(RuntimeError, "would wait for ever: this program runs in no notebook"):
            asyncio.run(lab.trained())
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            lab.lr = 0.5  # settings are kept all the same


if __name__ == "__main__":
    unittest.main()
