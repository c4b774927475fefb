"""What may be wrong with a box, a hand-over or a receipt."""

from gridward.shared.problems import problem_code

NOT_SEALED = problem_code("testing.tube_not_sealed", 409, "The tube is still open: seal it first.")
IN_ANOTHER_BOX = problem_code("testing.in_another_box", 409, "The tube is in another box already.")
TUBE_GONE = problem_code("testing.tube_gone", 409, "The tube was handed over before.")
BOX_GONE = problem_code("testing.box_gone", 409, "The box was handed over before.")
UNKNOWN_BOX = problem_code("testing.unknown_box", 404, "There is no such box on this day.")
UNKNOWN_TUBES = problem_code(
    "testing.unknown_tubes", 404, "Tubes were handed over that nobody took samples into."
)
COUNT_DIFFERS = problem_code(
    "testing.count_differs", 409, "The number counted is not the number of tubes on the list."
)
EMPTY = problem_code("testing.nothing_to_hand_over", 409, "There is no tube in these boxes.")
TUBES_MISSING = problem_code("testing.tubes_missing", 409, "Tubes of the list did not arrive.")
TUBES_EXTRA = problem_code("testing.tubes_extra", 409, "Tubes arrived that are not on the list.")
